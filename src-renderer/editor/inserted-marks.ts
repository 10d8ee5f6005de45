import type * as A from '@automerge/automerge'
import { readMarks } from '../../src-shared/text/segments.ts'
import type { Marks } from '../../src-shared/text/tree.ts'

/** A stretch of the text after a change: characters that were there before, or new ones with the marks they came with. */
interface Stretch {
  readonly length: number
  readonly marks: Marks | undefined
}

/**
 * The marks that new characters really received, by place after the change. A new character continues the marks around it,
 * even "ghost" marks whose letters are all deleted: only the patches tell.
 * Undefined when the patches do not explain the new length.
 */
export function insertedMarks(
  lengthBefore: number,
  lengthAfter: number,
  patches: readonly A.Patch[],
  path: readonly A.Prop[],
): Map<number, Marks> | undefined {
  const stretches: Stretch[] = [{ length: lengthBefore, marks: undefined }]
  for (const patch of patches) {
    const at = patch.path[path.length]
    if (patch.path.length !== path.length + 1 || typeof at !== 'number') continue
    if (path.some((property, index) => patch.path[index] !== property)) continue
    if (patch.action === 'splice') {
      insert(stretches, at, { length: patch.value.length, marks: readMarks(patch.marks) })
    } else if (patch.action === 'insert') {
      insert(stretches, at, { length: patch.values.length, marks: {} })
    } else if (patch.action === 'del') {
      remove(stretches, at, patch.length ?? 1)
    }
  }
  return byPlace(stretches, lengthAfter)
}

function byPlace(stretches: readonly Stretch[], lengthAfter: number): Map<number, Marks> | undefined {
  const marks = new Map<number, Marks>()
  let place = 0
  for (const stretch of stretches) {
    if (stretch.marks) for (let index = 0; index < stretch.length; index++) marks.set(place + index, stretch.marks)
    place += stretch.length
  }
  return place === lengthAfter ? marks : undefined
}

/** Splits the stretch that holds a place; gives the index of the stretch that begins there. */
function splitAt(stretches: Stretch[], at: number): number {
  let place = 0
  for (let index = 0; index < stretches.length; index++) {
    const stretch = stretches[index]
    if (place === at || !stretch) return index
    if (at < place + stretch.length) {
      const head = at - place
      stretches.splice(
        index,
        1,
        { length: head, marks: stretch.marks },
        { length: stretch.length - head, marks: stretch.marks },
      )
      return index + 1
    }
    place += stretch.length
  }
  return stretches.length
}

function insert(stretches: Stretch[], at: number, stretch: Stretch): void {
  stretches.splice(splitAt(stretches, at), 0, stretch)
}

function remove(stretches: Stretch[], at: number, length: number): void {
  const from = splitAt(stretches, at)
  stretches.splice(from, splitAt(stretches, at + length) - from)
}
