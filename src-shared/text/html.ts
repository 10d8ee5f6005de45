import type { Element, ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { BlobHash } from '../ids.ts'
import { safeHref } from './links.ts'
import { type MarkedPart, nestMarks } from './mark-nesting.ts'
import type { Block, Inline, ListItem, Tree } from './tree.ts'

export interface HtmlOptions {
  /** Where a reader of the page finds a picture; without it pictures are named by hash only. */
  imageSource?(hash: BlobHash): string | undefined
}

const markTags = { link: 'a', strong: 'strong', emphasis: 'em', strike: 's', code: 'code' } as const

/** A fragment of HTML: no script, no style, no address that `safeHref` refuses. */
export function treeToHtml(tree: Tree, options: HtmlOptions = {}): string {
  return toHtml(
    { type: 'root', children: separated(tree.map((block) => blockToElement(block, options))) },
    { closeSelfClosing: true },
  )
}

function separated(elements: Element[]): ElementContent[] {
  return elements.flatMap((element, index) => (index === 0 ? [element] : [{ type: 'text', value: '\n' }, element]))
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[] = []): Element {
  return { type: 'element', tagName, properties, children }
}

function blockToElement(block: Block, options: HtmlOptions): Element {
  switch (block.kind) {
    case 'paragraph':
    case 'unknown':
      return element('p', {}, line(block.content))
    case 'heading':
      return element(`h${block.level}`, {}, line(block.content))
    case 'code': {
      const language = /^[\w+#-]{1,40}$/.test(block.language) ? { className: [`language-${block.language}`] } : {}
      return element('pre', {}, [element('code', language, [{ type: 'text', value: block.text }])])
    }
    case 'image': {
      const source = options.imageSource?.(block.hash)
      return element('img', { alt: block.alt, ...(source === undefined ? { dataBlob: block.hash } : { src: source }) })
    }
    case 'rule':
      return element('hr', {})
    case 'quote':
      return element('blockquote', {}, blocks(block.blocks, options))
    case 'unknown-container':
      return element('div', {}, blocks(block.blocks, options))
    case 'list': {
      const start = block.style === 'ordered' && block.start !== 1 ? { start: block.start } : {}
      const items = block.items.map((item) => itemToElement(item, block.style === 'check', options))
      return element(block.style === 'ordered' ? 'ol' : 'ul', start, separated(items))
    }
  }
}

function blocks(list: readonly Block[], options: HtmlOptions): ElementContent[] {
  return separated(list.map((block) => blockToElement(block, options)))
}

function itemToElement(item: ListItem, check: boolean, options: HtmlOptions): Element {
  const box = element('input', { type: 'checkbox', disabled: true, checked: item.checked })
  return element('li', {}, [...(check ? [box] : []), ...blocks(item.blocks, options)])
}

function line(content: readonly Inline[]): ElementContent[] {
  return nestMarks(content).flatMap(partToElements)
}

function partToElements(part: MarkedPart): ElementContent[] {
  if (part.kind === 'bare') {
    return part.inlines.map((inline) =>
      inline.kind === 'text' ? { type: 'text', value: inline.text } : element('br', {}),
    )
  }
  const inside = part.parts.flatMap(partToElements)
  const href = part.mark === 'link' ? safeHref(part.href) : undefined
  if (part.mark === 'link' && href === undefined) return inside
  return [element(markTags[part.mark], href === undefined ? {} : { href, rel: ['noopener', 'noreferrer'] }, inside)]
}
