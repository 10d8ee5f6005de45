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

const delimiters = '[]!*_~`<\\'
/** Characters that Unicode keeps free for inside use: they stand for delimiters that are only letters. */
const FIRST_STAND_IN = 0xfdd0
const standIns = /[\u{fdd0}-\u{fdef}]/gu

function limitDelimiters(line: string): string {
  const pattern = /[[\]!*_~`<\\]/g
  if ((line.match(pattern)?.length ?? 0) <= MAX_DELIMITERS) return line
  let seen = 0
  return line.replace(pattern, (found) => {
    seen++
    return seen <= MAX_DELIMITERS ? found : String.fromCodePoint(FIRST_STAND_IN + delimiters.indexOf(found))
  })
}

/** Gives the delimiters that were put aside their own letter again, in text already read. */
export function restoreDelimiters(tree: Tree): Tree {
  const text = JSON.stringify(tree)
  if (!standIns.test(text)) return tree
  return JSON.parse(text, (_, value: unknown) =>
    typeof value !== 'string'
      ? value
      : value.replace(standIns, (unit) => delimiters[(unit.codePointAt(0) ?? 0) - FIRST_STAND_IN] ?? '\ufffd'),
  ) as Tree
}
