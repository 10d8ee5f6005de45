import b4a from 'b4a'
import { decode, encode } from 'cborg'
import { decode as decodeZ32, encode as encodeZ32 } from 'z32'
import { readingsOf } from './mailed-text.ts'
import { keyedHash } from './space-keys.ts'

/*
 * What people copy, print and type: CBOR and a checksum, in letters and digits that are not taken for each other.
 */

const CHECKSUM_BYTES = 4

/** Places where a link could begin that are looked at: no mail holds more, and each takes its time. */
const MOST_TRIES = 50
/** Marks of quoting and blanks between the letters of a link, at most, for each letter. */
const LONGEST_RUN = 5
/** What stands where a line was cut. */
const CUT = '[\\s>|]*'

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

/**
 * Reads a link as people pass it on: in words and lines, among others, in whatever a mail program made of it. Undefined
 * for what is none, or incomplete, or mistyped.
 */
export function linkToContent(form: LinkForm, text: string): unknown {
  let left = MOST_TRIES
  for (const reading of readingsOf(text)) {
    for (const { index, 0: prefix } of reading.matchAll(prefixPattern(form.prefix))) {
      if (left-- === 0) return undefined
      const payload = payloadAt(form, reading.slice(index + prefix.length))
      if (payload) return tryDecode(payload)
    }
  }
  return undefined
}

/** It may be cut anywhere, and a filter may have made one slash of two. */
function prefixPattern(prefix: string): RegExp {
  const letters = [...prefix.replace('://', ':/')].map((letter) => (letter === '/' ? `/(?:${CUT}/){0,2}` : letter))
  return new RegExp(letters.join(CUT), 'gi')
}

/** Takes on words while they could go on with what came before: a mail program may have cut a link anywhere, and quoted it. */
function payloadAt({ use, maxLetters }: LinkForm, text: string): Uint8Array | undefined {
  let letters = ''
  let payload: Uint8Array | undefined
  for (const word of text
    .slice(0, LONGEST_RUN * maxLetters)
    .toLowerCase()
    .split(/[\s>|]+/)) {
    const beginning = /^[a-z0-9]*/.exec(word)?.[0] ?? ''
    letters += beginning
    if (letters.length > maxLetters) break
    if (beginning !== '') payload = checkedPayload(use, letters) ?? payload
    if (beginning.length < word.length) break
  }
  return payload
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
