import { type MarkedPart, nestMarks } from './mark-nesting.ts'
import type { Inline } from './tree.ts'
import { escapeWikiLine, type WikiContext } from './wikitext-escape.ts'

const tags = { strike: ['<s>', '</s>'], code: ['<code>', '</code>'] } as const
const quotes = { strong: "'''", emphasis: "''" } as const

/** A line of wikitext. `target` gives how a link opens (`[[Title|`, `[https://... `), or undefined when only its text stays. */
export function wikiLine(
  content: readonly Inline[],
  context: WikiContext,
  target: (href: string) => string | undefined,
): string {
  const line = normalized(content, context)
  const writer = new LineWriter(target)
  const parts = nestMarks(line)
  writer.measure(parts)
  writer.escape(line, context)
  writer.write(parts)
  return writer.text.trimEnd()
}

/** NFC, as MediaWiki stores it. Line ends become breaks, and spaces where a line must stay one. */
function normalized(content: readonly Inline[], context: WikiContext): Inline[] {
  return content.map((inline): Inline => {
    if (inline.kind === 'text') return { ...inline, text: inline.text.normalize('NFC').replace(/\r\n?/g, ' ') }
    return context === 'line' ? inline : { kind: 'text', text: ' ', marks: inline.marks }
  })
}

class LineWriter {
  text = ''
  readonly #target: (href: string) => string | undefined
  readonly #boundaries = new Set<number>()
  readonly #labels: [from: number, to: number][] = []
  #units: string[] = []
  #place = 0

  constructor(target: (href: string) => string | undefined) {
    this.#target = target
  }

  /** Finds where marks begin and end, and which letters are labels of links. Breaks take no place. */
  measure(parts: readonly MarkedPart[], from = 0): number {
    let place = from
    for (const part of parts) {
      if (part.kind === 'bare') {
        for (const inline of part.inlines) place += inline.kind === 'text' ? inline.text.length : 0
        continue
      }
      const end = this.measure(part.parts, place)
      this.#boundaries.add(place).add(end)
      if (part.mark === 'link') this.#labels.push([place, end])
      place = end
    }
    return place
  }

  /** Escapes the whole line at once: `[` in one mark and `[` in the next are still two brackets. */
  escape(line: readonly Inline[], context: WikiContext): void {
    const text = line.map((inline) => (inline.kind === 'text' ? inline.text : '')).join('')
    this.#units = escapeWikiLine(text, context, this.#boundaries)
    if (line[0]?.kind === 'break' && text !== '') this.#units[0] = text[0] ?? ''
    for (const [from, to] of this.#labels) {
      const label = escapeWikiLine(text.slice(from, to), 'label', new Set())
      for (let index = from; index < to; index++) {
        if (text[index] === '|' || text[index] === ']') this.#units[index] = label[index - from] ?? ''
      }
    }
  }

  write(parts: readonly MarkedPart[]): void {
    for (const part of parts) {
      if (part.kind === 'bare') this.#writeBare(part.inlines)
      else if (part.mark === 'link') this.#writeLink(part.href, part.parts)
      else if (part.mark === 'strong' || part.mark === 'emphasis') this.#writeQuoted(quotes[part.mark], part.parts)
      else {
        const [open, close] = tags[part.mark]
        this.text += open
        this.write(part.parts)
        this.text += close
      }
    }
  }

  #writeBare(inlines: readonly Inline[]): void {
    for (const inline of inlines) {
      if (inline.kind === 'break') {
        this.text += '<br />'
        continue
      }
      const end = this.#place + inline.text.length
      const written = this.#units.slice(this.#place, end).join('')
      // Letters that follow a link would become part of it.
      this.text += this.text.endsWith(']]') && /^\p{L}/u.test(written) ? `<nowiki />${written}` : written
      this.#place = end
    }
  }

  #writeLink(href: string, parts: readonly MarkedPart[]): void {
    const open = this.#target(href)
    if (open === undefined) {
      this.write(parts)
      return
    }
    this.text += open
    this.write(parts)
    this.text += open.startsWith('[[') ? ']]' : ']'
  }

  /** Quotes that touch the quotes of another mark would be counted together. */
  #writeQuoted(mark: string, parts: readonly MarkedPart[]): void {
    const touches = this.text.endsWith("'") && !this.#opening.has(this.text.length)
    this.text += `${touches ? '<nowiki />' : ''}${mark}`
    this.#opening.add(this.text.length)
    this.write(parts)
    this.text += mark
  }

  /** Lengths of the text at which a quote mark had just been opened: more quotes there nest, and do not touch. */
  readonly #opening = new Set<number>()
}
