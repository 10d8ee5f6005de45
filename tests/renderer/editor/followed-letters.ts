import type { Writer } from './writer.ts'

/** Four letters that are typed once and never again: what becomes of each can be told. */
export const lettersOf = (step: number) =>
  [0, 1, 2, 3].map((letter) => String.fromCodePoint(0x4e00 + step * 4 + letter))

/** How often each of those letters stands in what a person sees. */
export function countLetters(writer: Writer): Map<string, number> {
  const { doc } = writer.state
  const counts = new Map<string, number>()
  for (const letter of doc.textBetween(0, doc.content.size, '\n', '\n').match(/[\u4e00-\u9fff]/g) ?? []) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  return counts
}
