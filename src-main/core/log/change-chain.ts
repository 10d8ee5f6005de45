import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'
import { ByteReader } from '../lib/byte-reader.ts'
import { HASH_BYTES, hashOf, readChunk, UNCOMPRESSED, writeChunk } from '../lib/change-chunk.ts'

/*
 * Somebody who types makes a change of each letter, and most of its bytes say what follows from the one before: the
 * hash of that, which nothing deflates, who made it, and its own checksum. In a block they are left out.
 */

/** Stands before what is left of a change that builds upon the one before it and nothing else, by the same actor. */
const CONTINUED = 1

/** Ours have sixteen. A long one would be made again for each change that continues. */
const MAX_ACTOR_BYTES = 64

/** Leaves out of each change what the one before it tells. */
export function chain(changes: Uint8Array[]): Uint8Array[] {
  return changes.map((change, place) => {
    const before = changes[place - 1]
    const start = before && beginningAfter(before)
    const content = start && contentOf(change)
    if (!content || !b4a.equals(content.subarray(0, start.length), start)) return change
    // Somebody else's Automerge may write the same content with a longer length.
    if (!b4a.equals(writeChunk(content), change)) return change
    return b4a.concat([b4a.from([CONTINUED]), content.subarray(start.length)])
  })
}

/** Undoes `chain`. @throws AppError `unreadable` */
export function unchain(chained: Uint8Array[]): Uint8Array[] {
  const changes: Uint8Array[] = []
  for (const link of chained) {
    if (link[0] !== CONTINUED) {
      changes.push(link)
      continue
    }
    const before = changes.at(-1)
    const start = before && beginningAfter(before)
    if (!start) throw new AppError('unreadable', 'a change that continues none')
    changes.push(writeChunk(b4a.concat([start, link.subarray(1)])))
  }
  return changes
}

/** How the content begins of a change that builds upon `change`, by the same actor. Undefined where that is not told. */
function beginningAfter(change: Uint8Array): Uint8Array | undefined {
  try {
    const content = contentOf(change)
    return content && b4a.concat([b4a.from([1]), hashOf(content), actorOf(content)])
  } catch {
    return undefined
  }
}

/** Undefined for what is deflated. @throws AppError `unreadable` */
function contentOf(change: Uint8Array): Uint8Array | undefined {
  const { type, stored } = readChunk(change)
  return type === UNCOMPRESSED ? stored : undefined
}

/** The actor as it is stored, its length before it. @throws AppError `unreadable` */
function actorOf(content: Uint8Array): Uint8Array {
  const reader = new ByteReader(content)
  for (let count = reader.number(); count > 0; count--) reader.take(HASH_BYTES)
  const start = reader.position
  const length = reader.number()
  if (length > MAX_ACTOR_BYTES) throw new AppError('unreadable', `an actor of ${length} bytes`)
  reader.take(length)
  return content.subarray(start, reader.position)
}
