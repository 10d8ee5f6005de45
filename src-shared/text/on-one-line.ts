/** Lines one behind the other, with a point where one ended without any mark of its own; no-break spaces stay. */
export function onOneLine(text: string): string {
  return text
    .replace(/(?<=[.,;:!?…])[\t\n\r ]+/g, ' ')
    .replace(/[\t ]*[\n\r][\t\n\r ]*/g, ' · ')
    .replace(/[\t ]+/g, ' ')
}
