/*
 * What mail programs, filters and chats do to a text on its way. Nothing here knows what is looked for: whoever looks
 * tries each reading, and a checksum says which is right.
 */

/** Soft hyphens, joiners, marks of direction: put where a long word may be cut, and seen by nobody. */
const INVISIBLE = /\p{Cf}/gu
/** Tags and entities that stand inside a word or a line, and may be cut as that is. */
const INLINE_TAGS = /<\/?(?:wbr|br|span|font|b|i|u|em|strong|a)\b(?![^<>]*maillage)[^<>]*>/gi
const CUT_ENTITY = /&(?:[\s>|]*[a-z0-9#]){2,8}[\s>|]*;/gi
/** Its end may have been taken for a mark of quoting. */
const CUT_BREAK = /<[\s>|]*w[\s>|]*b[\s>|]*r[\s>|]*/gi
const ENTITY = /&(?:#(?<decimal>\d{1,7})|#x(?<hex>[0-9a-f]{1,6})|(?<name>[a-z]{2,8}));/gi
const NAMED: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', zwj: '', zwnj: '' },
  ...{ colon: ':', sol: '/', equals: '=', lowbar: '_', laquo: '«', raquo: '»', newline: '\n' },
}

/** One wrapper around another: a filter of the sender's, one of the receiver's. */
const WRAPPERS = 3

/** The ways in which a text may be read, the plainest first. */
export function* readingsOf(text: string): Generator<string> {
  const seen = new Set<string>()
  let reading = unseen(text)
  const steps = [unseen, fromQuotedPrintable, ...Array.from({ length: WRAPPERS }, () => fromAddress), fromDashes]
  for (const step of steps) {
    reading = unseen(step(reading))
    if (!seen.has(reading)) yield reading
    seen.add(reading)
  }
}

function unseen(text: string): string {
  const whole = text.replace(CUT_ENTITY, (cut) => cut.replace(/[\s>|]+/g, '')).replace(CUT_BREAK, '')
  return whole.replace(ENTITY, entityOf).replace(INVISIBLE, '').replace(INLINE_TAGS, '')
}

/** `&amp;`, `&#58;`, `&#x2F;` */
function entityOf(written: string, ...found: unknown[]): string {
  const { decimal, hex, name } = found.at(-1) as { decimal?: string; hex?: string; name?: string }
  if (name !== undefined) return Object.hasOwn(NAMED, name.toLowerCase()) ? (NAMED[name.toLowerCase()] ?? '') : written
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : written
}

/** `=3D`, and `=` at the end of a line that goes on; of a mail that was quoted, behind the marks of quoting. */
function fromQuotedPrintable(text: string): string {
  const whole = text.replace(/=[ \t]*\r?\n(?:[ \t]*[>|])*[ \t]*/g, '')
  return whole.replace(/(?:=[0-9a-f]{2})+/gi, (run) => fromPercents(run.replaceAll('=', '%')))
}

/** An address inside another: `https://filter.example/?url=…%3A%2F%2F…`, cut into lines as any other. */
function fromAddress(text: string): string {
  return text.replace(/%[\s>|]*([0-9a-f])[\s>|]*([0-9a-f])/gi, '%$1$2').replace(/(?:%[0-9a-f]{2})+/gi, fromPercents)
}

function fromPercents(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run
  }
}

/** The spelling of one filter, which writes `-3A` for `%3A` and `_` for a slash. */
function fromDashes(text: string): string {
  return fromAddress(text.replaceAll('_', '/').replace(/-(?=[\s>|]*[0-9a-f])/gi, '%'))
}
