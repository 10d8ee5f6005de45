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

/** Empty when nobody is left. Cuts the string where something changes: most of a long list stays as it is. */
export function changedPostings(stored: string, changes: PostingChanges): string {
  const parts: string[] = []
  let copied = 0
  for (const [place, field] of [...changes].sort(([one], [other]) => one - other)) {
    const position = positionOf(stored, place)
    parts.push(stored.slice(copied, position))
    if (field !== undefined) parts.push(String.fromCharCode(FIRST + ((field << FIELD_SHIFT) | place)))
    copied = placeAt(stored, position) === place ? position + 1 : position
  }
  return parts.join('') + stored.slice(copied)
}

export function readPostings(list: string, visit: (place: number, field: number) => void): void {
  for (let index = 0; index < list.length; index += 1) {
    const entry = list.charCodeAt(index) - FIRST
    visit(entry & PLACE_MASK, entry >> FIELD_SHIFT)
  }
}

/** Where `place` stands in the list, or would. */
function positionOf(list: string, place: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (placeAt(list, middle) < place) low = middle + 1
    else high = middle
  }
  return low
}

/** Beyond the end of the list there is no place. */
function placeAt(list: string, position: number): number {
  return position < list.length ? (list.charCodeAt(position) - FIRST) & PLACE_MASK : Number.NaN
}
