import b4a from 'b4a'
import { decode, encode } from 'cborg'
import { decode as decodeZ32, encode as encodeZ32 } from 'z32'
import { keyedHash } from './space-keys.ts'

/*
 * What people copy, print and type: CBOR and a checksum, in letters and digits that are not taken for each other.
 */

const CHECKSUM_BYTES = 4

/** `use` is part of the checksum: what is for one use is not read as for another. */
export interface LinkForm {
  prefix: `maillage://${string}/`
  use: string
  /** The longest there is has fewer letters. */
  maxLetters: number
}

export function contentToLink({ prefix, use }: LinkForm, content: unknown[]): string {
  const payload = encode(content)
  return prefix + encodeZ32(b4a.concat([payload, checksum(use, payload)]))
}

/** Reads a link as people pass it on: in words and lines, among others. Undefined for what is none, or incomplete, or mistyped. */
export function linkToContent({ prefix, use, maxLetters }: LinkForm, text: string): unknown {
  const start = text.toLowerCase().indexOf(prefix)
  if (start === -1) return undefined
  // A mail client may have cut the link anywhere, and quoted it: take on words while they could be its continuation.
  let letters = ''
  let payload: Uint8Array | undefined
  for (const word of text
    .slice(start + prefix.length)
    .toLowerCase()
    .split(/[\s>]+/)) {
    const beginning = /^[a-z0-9]*/.exec(word)?.[0] ?? ''
    letters += beginning
    if (letters.length > maxLetters) break
    payload = checkedPayload(use, letters) ?? payload
    if (beginning.length < word.length) break
  }
  return payload && tryDecode(payload)
}

function checkedPayload(use: string, letters: string): Uint8Array | undefined {
  const bytes = bytesOf(letters)
  const payload = bytes?.subarray(0, -CHECKSUM_BYTES)
  return bytes && payload && b4a.equals(checksum(use, payload), bytes.subarray(-CHECKSUM_BYTES)) ? payload : undefined
}

function bytesOf(letters: string): Uint8Array | undefined {
  try {
    const bytes = decodeZ32(letters)
    return bytes.length > CHECKSUM_BYTES ? bytes : undefined
  } catch {
    return undefined
  }
}

function tryDecode(payload: Uint8Array): unknown {
  try {
    return decode(payload)
  } catch {
    return undefined
  }
}

function checksum(use: string, payload: Uint8Array): Uint8Array {
  return keyedHash(null, use, 'checksum', payload).subarray(0, CHECKSUM_BYTES)
}
