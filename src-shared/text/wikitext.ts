import type { BlobHash, PageId } from '../ids.ts'
import { linkedPage, safeHref } from './links.ts'
import { treeToPlainText } from './plain-text.ts'
import type { Block, Leaf, ListItem, Tree } from './tree.ts'
import { wikiLine } from './wikitext-line.ts'

export interface WikitextOptions {
  /** The name under which a picture was sent to the wiki. */
  fileName?(hash: BlobHash): string | undefined
  /** The title that a page of ours has on the wiki. */
  pageTitle?(page: PageId): string | undefined
}

type List = Extract<Block, { kind: 'list' }>

/** A page for MediaWiki. Every letter of the text shows as itself. */
export function treeToWikitext(tree: Tree, options: WikitextOptions = {}): string {
  return new WikitextWriter(options, hasTopHeading(tree) ? 1 : 0).blocks(tree)
}

/** On a wiki the title of the page is the only heading of level 1. */
function hasTopHeading(tree: Tree): boolean {
  return tree.some((block) => block.kind === 'heading' && block.level === 1)
}

class WikitextWriter {
  readonly #options: WikitextOptions
  readonly #headingShift: number

  constructor(options: WikitextOptions, headingShift: number) {
    this.#options = options
    this.#headingShift = headingShift
  }

  blocks(blocks: readonly Block[]): string {
    return blocks
      .map((block) => this.#block(block))
      .filter((text) => text !== '')
      .join('\n\n')
  }

  #block(block: Block): string {
    switch (block.kind) {
      case 'quote':
        return `<blockquote>\n${this.blocks(block.blocks)}\n</blockquote>`
      case 'unknown-container':
        return this.blocks(block.blocks)
      case 'list':
        return this.#list(block, '').join('\n')
      case 'heading': {
        const edge = '='.repeat(Math.min(6, block.level + this.#headingShift))
        const title = this.#line(block.content, 'heading')
        return title === '' ? '' : `${edge} ${title} ${edge}`
      }
      case 'code':
        return `<pre>\n${escapeVerbatim(block.text)}\n</pre>`
      default:
        return this.#leaf(block)
    }
  }

  /** A leaf on one line, as it can also stand in a list. */
  #leaf(block: Leaf): string {
    switch (block.kind) {
      case 'paragraph':
      case 'unknown':
        return this.#line(block.content, 'line')
      case 'heading':
        return `'''${this.#line(block.content, 'line')}'''`
      case 'code':
        return `<code>${escapeVerbatim(block.text).split('\n').join('<br />')}</code>`
      case 'rule':
        return '----'
      case 'image': {
        const name = (this.#options.fileName?.(block.hash) ?? block.hash).replace(/[#<>[\]|{}\n]/g, '-')
        const alt = wikiLine([{ kind: 'text', text: block.alt, marks: {} }], 'label', () => undefined)
        return block.alt === '' ? `[[File:${name}|thumb]]` : `[[File:${name}|thumb|alt=${alt}|${alt}]]`
      }
    }
  }

  #line(content: Extract<Leaf, { kind: 'paragraph' }>['content'], context: 'line' | 'heading'): string {
    return wikiLine(content, context, (href) => this.#target(href))
  }

  #target(href: string): string | undefined {
    const page = linkedPage(href)
    const title = page && this.#options.pageTitle?.(page)
    if (title !== undefined) return `[[${title.replace(/[#<>[\]|{}\n]/g, ' ')}|`
    const safe = page ? undefined : safeHref(href)
    return safe && `[${safe.replace(/[[\]|<>"\s]|'(?=')/g, (unit) => encodeWikiUnit(unit))} `
  }

  #list(list: List, prefix: string): string[] {
    if (list.style === 'ordered' && list.start !== 1 && prefix === '' && list.items.every(isShort)) {
      const items = list.items.map((item) => `<li>${item.blocks.map((block) => this.#block(block)).join()}</li>`)
      return [`<ol start="${list.start}">`, ...items, '</ol>']
    }
    const own = prefix + (list.style === 'ordered' ? '#' : '*')
    return list.items.flatMap((item) => this.#item(item, own, list.style === 'check'))
  }

  #item(item: ListItem, prefix: string, check: boolean): string[] {
    const box = check ? (item.checked ? '☑ ' : '☐ ') : ''
    const [first, ...rest] = item.blocks
    const lines: string[] = []
    if (first && isLeaf(first)) lines.push(`${prefix} ${box}${this.#leaf(first)}`.trimEnd())
    else lines.push(`${prefix} ${box}`.trimEnd(), ...(first ? this.#inside(first, prefix) : []))
    return [...lines, ...rest.flatMap((block) => this.#inside(block, prefix))]
  }

  /** A block that continues an item: `*:` keeps it in the item and keeps the numbers going. */
  #inside(block: Block, prefix: string): string[] {
    if (block.kind === 'list') return this.#list(block, prefix)
    if (isLeaf(block)) return [`${prefix}: ${this.#leaf(block)}`.trimEnd()]
    return block.blocks.flatMap((child) => this.#inside(child, prefix))
  }
}

function isLeaf(block: Block): block is Leaf {
  return block.kind !== 'list' && block.kind !== 'quote' && block.kind !== 'unknown-container'
}

function isShort(item: ListItem): boolean {
  const [only, ...more] = item.blocks
  return more.length === 0 && only?.kind === 'paragraph' && treeToPlainText([only]) !== ''
}

function encodeWikiUnit(unit: string): string {
  return `%${unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

function escapeVerbatim(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
}
