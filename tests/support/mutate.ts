import { leb128 } from './change-bytes.ts'
import type { Chance } from './random.ts'

const oddBytes = [0x00, 0x01, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff]
const oddLengths = [127, 128, 65_535, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]

/** One to three of the things that chance or malice does to bytes. `other` lends some of its own. */
export function mutate(bytes: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  let mutated: Uint8Array = Uint8Array.from(bytes)
  for (let times = 1 + chance.below(3); times > 0; times--) mutated = chance.pick(mutations)(mutated, other, chance)
  return mutated
}

type Mutation = (bytes: Uint8Array, other: Uint8Array, chance: Chance) => Uint8Array

const mutations: Mutation[] = [flip, flip, overwrite, overwrite, cut, remove, insertLength, swap, splice, repeat]

function flip(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length)
  if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  return bytes
}

function overwrite(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  if (bytes.length > 0) bytes[chance.below(bytes.length)] = chance.pick(oddBytes)
  return bytes
}

function cut(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  return bytes.slice(0, chance.below(bytes.length + 1))
}

function remove(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  const { before, after } = stretch(bytes, chance)
  return Buffer.concat([before, after])
}

function insertLength(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length + 1)
  return Buffer.concat([bytes.slice(0, at), Buffer.from(leb128(chance.pick(oddLengths))), bytes.slice(at)])
}

function swap(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  const { before, within, after } = stretch(bytes, chance)
  const middle = chance.below(within.length + 1)
  return Buffer.concat([before, within.slice(middle), within.slice(0, middle), after])
}

function splice(bytes: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  const { before, after } = stretch(bytes, chance)
  return Buffer.concat([before, stretch(other, chance).within, after])
}

function repeat(bytes: Uint8Array, _other: Uint8Array, chance: Chance): Uint8Array {
  const { before, within, after } = stretch(bytes, chance)
  return Buffer.concat([before, within, within, after])
}

/** Short ones more often than long ones. */
function stretch(bytes: Uint8Array, chance: Chance) {
  const start = chance.below(bytes.length + 1)
  const end = Math.min(bytes.length, start + chance.below(chance.pick([4, 16, 64, 1_024])))
  return { before: bytes.slice(0, start), within: bytes.slice(start, end), after: bytes.slice(end) }
}
