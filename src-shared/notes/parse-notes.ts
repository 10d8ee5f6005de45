import type { ResourceCategory } from '../model/resource.ts'
import { treeToMarkdown } from '../text/markdown.ts'
import { type NoteLine, readNoteLines } from './note-lines.ts'
import { notesToTree } from './notes-to-tree.ts'

/** Notes of a meeting that are offers of resources: one column of the board. */
export interface NoteColumn {
  readonly heading: string
  readonly category: ResourceCategory
  readonly notes: string[]
}

export interface ParsedNotes {
  readonly title: string
  /** At most one per category. */
  readonly columns: NoteColumn[]
  /** The minutes, title left out. */
  readonly markdown: string
}

const MAX_TITLE = 150
/** More lines than any meeting ever wrote; the rest is left out. */
const MAX_LENGTH = 2_000_000

/**
 * Reads the minutes of a meeting as people type them.
 * The columns are those of the first exact list when there is one ("Liste exacte >"), since the lines before it only sum it up.
 */
export function parseNotes(text: string): ParsedNotes {
  const lines = readNoteLines(text.slice(0, MAX_LENGTH))
  const first = lines.findIndex((line) => line.kind !== 'blank')
  const opening = lines[first]
  const titled = opening !== undefined && opening.kind === 'text'
  return {
    title: titled ? shorten(opening.text) : '',
    columns: readColumns(exactList(lines)),
    markdown: treeToMarkdown(notesToTree(titled ? lines.slice(first + 1) : lines)),
  }
}

function exactList(lines: readonly NoteLine[]): readonly NoteLine[] {
  const start = lines.findIndex((line) => line.kind === 'list-marker')
  if (start < 0) return lines
  const end = lines.findIndex((line, index) => index > start && line.kind === 'list-marker')
  return lines.slice(start + 1, end < 0 ? lines.length : end)
}

function readColumns(lines: readonly NoteLine[]): NoteColumn[] {
  const columns: NoteColumn[] = []
  let open: NoteColumn | undefined
  let unbroken = false
  for (const line of lines) {
    if (line.kind === 'category') {
      open = { heading: line.text, category: line.category, notes: [] }
      if (columns.some((column) => column.category === line.category)) open = undefined
      else columns.push(open)
    } else if (line.kind === 'bullet') {
      open?.notes.push(line.text)
    } else if (line.kind === 'text' && line.indented && unbroken && open) {
      // A long note that its writer carried over to the next line.
      open.notes.push(`${open.notes.pop() ?? ''} ${line.text}`)
    } else if (line.kind !== 'blank') open = undefined
    unbroken = line.kind === 'bullet' || (line.kind === 'text' && line.indented)
  }
  return columns.filter((column) => column.notes.length > 0)
}

function shorten(title: string): string {
  if (title.length <= MAX_TITLE) return title
  const cut = title.slice(0, MAX_TITLE)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE / 2)).replace(/[\s,;:–-]+$/u, '')}…`
}
