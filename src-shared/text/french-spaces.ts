/**
 * French puts a space that must not break before high punctuation and inside guillemets; we type ordinary ones. What a
 * function says is put right too.
 */
export function withFrenchSpaces<Text>(strings: Text): Text {
  if (typeof strings === 'string') {
    return strings.replace(/ ([?!;:»%])/g, '\u00a0$1').replace(/« /g, '«\u00a0') as Text
  }
  if (typeof strings === 'function') {
    const sentence = strings as unknown as (...values: unknown[]) => unknown
    return ((...values: unknown[]) => withFrenchSpaces(sentence(...values))) as unknown as Text
  }
  const entries = Object.entries(strings as object).map(([name, value]) => [name, withFrenchSpaces(value)])
  return Object.fromEntries(entries) as Text
}
