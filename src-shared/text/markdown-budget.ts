import type { Tree } from './tree.ts'

/** Quotes and lists opened by one line, and delimiters on one line: far above what anybody writes. */
const MAX_MARKERS = 50
/** Columns before the first letter of a line: forty lists inside one another. */
const MAX_INDENT = 80
const MAX_DELIMITERS = 400

/**
 * Takes away what would make a Markdown parser work for minutes: `> > > > ...` and `[[[[[[...` by the thousand.
 * Everything that a person would write is left as it is.
 */
export function limitNesting(markdown: string): string {
  return markdown
    .replace(standIns, '\ufffd')
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
  const kept = indent > MAX_INDENT ? line.slice(indent - MAX_INDENT) : line
  if (count <= MAX_MARKERS) return kept
  return `${line.slice(0, end)} ${line.slice(end).replace(/^(?:[ \t>*+-]|\d{1,9}[.)])+/, '')}`
}

/** A private corner of Unicode, one place for each ASCII character: what stands there is a letter for every parser. */
const FIRST_STAND_IN = 0x10ff00
const standIns = /[\u{10ff00}-\u{10ff7f}]/gu

/** From the delimiter that is one too many, the line is letters only. */
function limitDelimiters(line: string): string {
  const pattern = /[[\]!*_~`<\\]/g
  for (let seen = 0; pattern.test(line); seen++) {
    if (seen < MAX_DELIMITERS) continue
    const rest = line.slice(pattern.lastIndex - 1)
    const letters = rest.replace(/[!-~]/g, (unit) => String.fromCodePoint(FIRST_STAND_IN + unit.charCodeAt(0)))
    return line.slice(0, pattern.lastIndex - 1) + letters
  }
  return line
}

/** Gives characters that were put aside their own shape again, in text already read. */
export function restoreDelimiters(tree: Tree): Tree {
  const text = JSON.stringify(tree)
  if (text.search(standIns) < 0) return tree
  return JSON.parse(text, (_, value: unknown) =>
    typeof value !== 'string'
      ? value
      : value.replace(standIns, (unit) => String.fromCharCode((unit.codePointAt(0) ?? 0) - FIRST_STAND_IN)),
  ) as Tree
}
