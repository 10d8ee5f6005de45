/*
 * The documents that hold one term, as a string: a character for each document, in the order of their numbers. A string
 * costs the process far less than an array of bytes when twenty thousand are read at once.
 *   before  [{ place: 3, field: 2 }, { place: 300, field: 0 }]
 *   after   '\u2103\u022c'        (FIRST + twelve bits of place in the bucket, and the field above them)
 */

/** Where a term stands in a document; the best of them when it stands in several. Slots of the FlexSearch index. */
export const fields = { title: 0, tags: 1, body: 2 } as const
export type Field = (typeof fields)[keyof typeof fields]

/** Documents of one list; a term that everybody uses is cut into lists of at most 12 kB on disk. */
export const BUCKET_SIZE = 4096
const PLACE_MASK = BUCKET_SIZE - 1
const FIELD_SHIFT = 12
/** No character that JSON would escape, and none near the surrogates. */
const FIRST = 0x100

/** Changes of one list: place in the bucket to field, or undefined where the term has gone. */
export type PostingChanges = Map<number, Field | undefined>

/** Empty when nobody is left. */
export function changedPostings(stored: string, changes: PostingChanges): string {
  const added: number[] = []
  for (const [place, field] of changes) if (field !== undefined) added.push((field << FIELD_SHIFT) | place)
  added.sort((one, other) => (one & PLACE_MASK) - (other & PLACE_MASK))
  const comesAfter = Math.min(...changes.keys()) > lastPlace(stored)
  if (comesAfter) return stored + String.fromCharCode(...added.map((entry) => entry + FIRST))

  const kept: number[] = []
  readPostings(stored, (place, field) => {
    if (!changes.has(place)) kept.push((field << FIELD_SHIFT) | place)
  })
  const entries = [...kept, ...added].sort((one, other) => (one & PLACE_MASK) - (other & PLACE_MASK))
  return entries.map((entry) => String.fromCharCode(entry + FIRST)).join('')
}

export function readPostings(list: string, visit: (place: number, field: number) => void): void {
  for (let index = 0; index < list.length; index += 1) {
    const entry = list.charCodeAt(index) - FIRST
    visit(entry & PLACE_MASK, entry >> FIELD_SHIFT)
  }
}

function lastPlace(list: string): number {
  return list === '' ? -1 : (list.charCodeAt(list.length - 1) - FIRST) & PLACE_MASK
}
