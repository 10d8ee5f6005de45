import type { BlobHash } from '../ids.ts'

/*
 * The text of a page as every converter knows it: blocks that hold blocks or a line of marked text.
 * Storage (spans.ts), the editor, Markdown, wikitext and HTML all translate from and to this tree, never to one another.
 */

/** Containers inside containers, in anything we read. Deeper nesting is flattened, or a hostile page would overflow the stack. */
export const MAX_DEPTH = 100

export type Scalar = string | number | boolean | null
export type JsonValue = Scalar | readonly JsonValue[] | { readonly [name: string]: JsonValue }
export type Attributes = { readonly [name: string]: JsonValue }

/** Marks by name: `strong`, `emphasis`, `strike` and `code` are true, `link` is an address; other names are kept, not understood. */
export type Marks = { readonly [name: string]: Scalar }

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: Marks }
  | { readonly kind: 'break'; readonly marks: Marks }

/** What a newer version wrote beside what we understand: shown by nothing, given back unchanged. */
interface Kept {
  readonly extra?: Attributes
}

export interface ListItem extends Kept {
  readonly checked: boolean
  readonly blocks: readonly Block[]
}

export type ListStyle = 'bullet' | 'ordered' | 'check'

/** A block that holds text, or nothing. */
export type Leaf = Kept &
  (
    | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
    | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
    | { readonly kind: 'code'; readonly language: string; readonly text: string }
    | { readonly kind: 'image'; readonly hash: BlobHash; readonly alt: string }
    | { readonly kind: 'rule' }
    | { readonly kind: 'unknown'; readonly type: string; readonly content: readonly Inline[] }
  )

/** A block that holds blocks: never empty, since storage only knows containers by what they enclose. */
export type Container = Kept &
  (
    | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
    | {
        readonly kind: 'list'
        readonly style: ListStyle
        readonly start: number
        readonly items: readonly ListItem[]
      }
    | { readonly kind: 'unknown-container'; readonly type: string; readonly blocks: readonly Block[] }
  )

export type Block = Leaf | Container

/** A whole text. Readers always give at least one block; writers accept none. */
export type Tree = readonly Block[]

export const emptyParagraph: Block = { kind: 'paragraph', content: [] }

export const noMarks: Marks = {}

/** A value by a name that a peer chose, which may be `constructor`. */
export function ownValue<Value>(record: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** The spelling of a set of marks that compares equal whatever the order they were set in. */
export function marksKey(marks: Marks): string {
  const names = Object.keys(marks)
  if (names.length === 0) return ''
  return JSON.stringify(names.sort().map((name) => [name, marks[name]]))
}

/** Appends text to a line, joined to the run before it when the marks are the same. Line feeds become hard breaks. */
export function appendText(line: Inline[], text: string, marks: Marks): void {
  const pieces = text.split('\n')
  pieces.forEach((piece, index) => {
    if (index > 0) line.push({ kind: 'break', marks })
    if (piece === '') return
    const last = line.at(-1)
    if (last?.kind === 'text' && marksKey(last.marks) === marksKey(marks)) {
      line[line.length - 1] = { kind: 'text', text: last.text + piece, marks }
    } else {
      line.push({ kind: 'text', text: piece, marks })
    }
  })
}

/** The characters of a line; hard breaks are line feeds. */
export function lineText(line: readonly Inline[]): string {
  return line.map((inline) => (inline.kind === 'text' ? inline.text : '\n')).join('')
}
