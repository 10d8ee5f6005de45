import { deflateRawSync, inflateRawSync } from 'node:zlib'
import b4a from 'b4a'
import { AppError } from '../../../src-shared/errors.ts'

/** How the bytes after the first are to be read. */
const PLAIN = 0
const DEFLATED = 1

/** Shorter than this, there is little to gain. */
const MIN_DEFLATED = 256

/** What is stored and travels: the content as it is, or deflated where that is shorter, behind a byte that says which. */
export function pack(content: Uint8Array): Uint8Array {
  const deflated = content.length < MIN_DEFLATED ? undefined : deflateRawSync(content)
  if (deflated && deflated.length < content.length) return b4a.concat([b4a.from([DEFLATED]), deflated])
  return b4a.concat([b4a.from([PLAIN]), content])
}

/**
 * Reads what `pack` wrote, or a stranger: never more than `maxBytes` are made.
 * @throws AppError `too-large`, `unreadable`, or `newer-version` for a form this Maillage does not know
 */
export function unpack(packed: Uint8Array, maxBytes: number): Uint8Array {
  if (packed.length > maxBytes) throw new AppError('too-large', `${packed.length} bytes`)
  const content = packed.subarray(1)
  switch (packed[0]) {
    case PLAIN:
      return content
    case DEFLATED:
      return inflate(content, maxBytes)
    case undefined:
      throw new AppError('unreadable', 'nothing where a block belongs')
    default:
      throw new AppError('newer-version', `a block packed in form ${packed[0]}`)
  }
}

function inflate(content: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return inflateRawSync(content, { maxOutputLength: maxBytes })
  } catch (cause) {
    const isTooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw new AppError(isTooLarge ? 'too-large' : 'unreadable', 'a block that does not inflate', { cause })
  }
}
