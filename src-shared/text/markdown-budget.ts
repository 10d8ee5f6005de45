/** Quotes and lists opened by one line, and brackets opened by one paragraph: far above what anybody writes. */
const MAX_MARKERS = 50
const MAX_BRACKETS = 200

/**
 * Takes away what would make a Markdown parser work for minutes: `> > > > ...` and `[[[[[[...` by the thousand.
 * Everything that a person would write is left as it is.
 */
export function limitNesting(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => limitDelimiters(limitMarkers(line)))
    .join('\n')
}

function limitMarkers(line: string): string {
  const marker = /[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y
  let count = 0
  let end = 0
  while (marker.test(line)) {
    count++
    if (count === MAX_MARKERS) end = marker.lastIndex
  }
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  const kept = indent > 4 * MAX_MARKERS ? line.slice(indent - 4 * MAX_MARKERS) : line
  if (count <= MAX_MARKERS) return kept
  return `${line.slice(0, end)} ${line.slice(end).replace(/^(?:[ \t>*+-]|\d{1,9}[.)])+/, '')}`
}

function limitDelimiters(line: string): string {
  const delimiters = line.match(/[[\]!*_~`<]/g)?.length ?? 0
  if (delimiters <= MAX_BRACKETS) return line
  let seen = 0
  // An escaped delimiter is read as the letter it is.
  return line.replace(/\\?[[\]!*_~`<]/g, (found) => {
    seen++
    return seen <= MAX_BRACKETS || found.startsWith('\\') ? found : `\\${found}`
  })
}
