/** Letters that a person can copy without losing their place: groups of five, six of them a line. */
export function sheetGroups(sheet: string): string[][] {
  const [, prefix = '', letters = ''] = /^(\w+:\/\/\w+\/)(.*)$/.exec(sheet) ?? []
  const groups = letters.match(/.{1,5}/g) ?? []
  const lines = Array.from({ length: Math.ceil(groups.length / 6) }, (_, line) => groups.slice(line * 6, line * 6 + 6))
  return [[prefix], ...lines]
}
