import type { Definition, Image, ImageReference, List, Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import { blobHashSchema } from '../ids.ts'
import { safeHref } from './links.ts'
import {
  appendText,
  type Block,
  emptyParagraph,
  type Inline,
  type ListItem,
  lineText,
  MAX_DEPTH,
  type Marks,
  noMarks,
  type Tree,
} from './tree.ts'

/** Reads a Markdown syntax tree. Links that `safeHref` refuses lose their address and keep their text. */
export function mdastToTree(root: Root): Tree {
  const reader = new MdastReader(root)
  const blocks = reader.blocks(root.children, 0)
  return blocks.length > 0 ? blocks : [emptyParagraph]
}

class MdastReader {
  readonly #definitions = new Map<string, Definition>()

  constructor(root: Root) {
    // Only what stands at the top: a definition inside a quote is rare, and hunting for it would cost a walk.
    for (const node of root.children) {
      if (node.type === 'definition' && !this.#definitions.has(node.identifier)) {
        this.#definitions.set(node.identifier, node)
      }
    }
  }

  blocks(nodes: readonly RootContent[], depth: number): Block[] {
    return nodes.flatMap((node) => this.#block(node, depth))
  }

  #block(node: RootContent, depth: number): Block[] {
    if (depth > MAX_DEPTH) return paragraph([{ kind: 'text', text: flatText(node), marks: noMarks }])
    switch (node.type) {
      case 'paragraph':
        return this.#paragraphs(node.children)
      case 'heading':
        return [{ kind: 'heading', level: node.depth, content: this.#line(node.children) }]
      case 'code':
        return [{ kind: 'code', language: node.lang ?? '', text: node.value }]
      case 'thematicBreak':
        return [{ kind: 'rule' }]
      case 'blockquote': {
        const blocks = this.blocks(node.children, depth + 1)
        return [{ kind: 'quote', blocks: blocks.length > 0 ? blocks : [emptyParagraph] }]
      }
      case 'list':
        return [this.#list(node, depth)]
      case 'table':
        return node.children.flatMap((row) =>
          joinedParagraph(
            row.children.flatMap((cell, index) => [...(index > 0 ? bare(' | ') : []), ...this.#line(cell.children)]),
          ),
        )
      case 'footnoteDefinition':
        return [...paragraph(bare(`[^${node.identifier}]:`)), ...this.blocks(node.children, depth + 1)]
      case 'html':
        // The separator that writers of Markdown put between two lists.
        return node.value === '<!---->' ? [] : paragraph(bare(node.value))
      case 'definition':
      case 'yaml':
        return []
      default:
        return paragraph(bare(flatText(node)))
    }
  }

  #list(list: List, depth: number): Block {
    const items = list.children.map((item): ListItem & { box: boolean } => {
      const blocks = this.blocks(item.children, depth + 1)
      const emptyBox = typeof item.checked === 'boolean' ? undefined : emptyCheckBox(blocks)
      const content = emptyBox === undefined ? blocks : [emptyParagraph, ...blocks.slice(1)]
      return {
        box: typeof item.checked === 'boolean' || emptyBox !== undefined,
        checked: item.checked ?? emptyBox ?? false,
        blocks: content.length > 0 ? content : [emptyParagraph],
      }
    })
    const check = items.some((item) => item.box)
    const style = check ? 'check' : list.ordered ? 'ordered' : 'bullet'
    const start = style === 'ordered' ? (list.start ?? 1) : 1
    return { kind: 'list', style, start, items: items.map(({ checked, blocks }) => ({ checked, blocks })) }
  }

  /** Pictures are blocks of a page: a paragraph that holds some is cut around them. */
  #paragraphs(nodes: readonly PhrasingContent[]): Block[] {
    const blocks: Block[] = []
    let pending: PhrasingContent[] = []
    const flush = () => {
      blocks.push(...paragraph(this.#line(pending)))
      pending = []
    }
    for (const node of nodes) {
      const picture = node.type === 'image' ? attachment(node.url, node.alt) : undefined
      if (picture) {
        flush()
        blocks.push(picture)
      } else pending.push(node)
    }
    flush()
    return blocks
  }

  #line(nodes: readonly PhrasingContent[]): Inline[] {
    const line: Inline[] = []
    for (const node of nodes) this.#phrase(node, noMarks, line, 0)
    return line
  }

  #phrase(node: PhrasingContent, marks: Marks, line: Inline[], depth: number): void {
    const inside = (children: readonly PhrasingContent[], added: Marks) => {
      for (const child of children) this.#phrase(child, { ...marks, ...added }, line, depth + 1)
    }
    if (depth > MAX_DEPTH) {
      appendText(line, flatText(node), marks)
      return
    }
    switch (node.type) {
      case 'text':
        appendText(line, node.value.replace(/\n/g, ' '), marks)
        break
      case 'html':
        appendText(line, node.value, marks)
        break
      case 'inlineCode':
        appendText(line, node.value, { ...marks, code: true })
        break
      case 'break':
        line.push({ kind: 'break', marks })
        break
      case 'strong':
        inside(node.children, { strong: true })
        break
      case 'emphasis':
        inside(node.children, { emphasis: true })
        break
      case 'delete':
        inside(node.children, { strike: true })
        break
      case 'link':
        inside(node.children, linkMark(node.url))
        break
      case 'linkReference':
        inside(node.children, linkMark(this.#definitions.get(node.identifier)?.url))
        break
      case 'footnoteReference':
        appendText(line, `[^${node.identifier}]`, marks)
        break
      case 'image':
      case 'imageReference':
        this.#pictureElsewhere(node, marks, line)
    }
  }

  /** A picture that is not ours becomes a link to it: nothing is ever loaded from the internet. */
  #pictureElsewhere(node: Image | ImageReference, marks: Marks, line: Inline[]): void {
    const url = node.type === 'image' ? node.url : this.#definitions.get(node.identifier)?.url
    const target = linkMark(url)
    appendText(line, node.alt || (typeof target.link === 'string' ? target.link : ''), { ...marks, ...target })
  }
}

function attachment(url: string, alt: string | null | undefined): Block | undefined {
  const hash = blobHashSchema.safeParse(/^attachment:(.*)$/.exec(url)?.[1]).data
  return hash && { kind: 'image', hash, alt: alt ?? '' }
}

function linkMark(url: string | undefined): Marks {
  const href = url === undefined ? undefined : safeHref(url)
  return href === undefined ? noMarks : { link: href }
}

function bare(text: string): Inline[] {
  const line: Inline[] = []
  appendText(line, text, noMarks)
  return line
}

function joinedParagraph(content: readonly Inline[]): Block[] {
  const line: Inline[] = []
  for (const inline of content) appendText(line, inline.kind === 'text' ? inline.text : '\n', inline.marks)
  return paragraph(line)
}

function paragraph(content: readonly Inline[]): Block[] {
  return content.length > 0 ? [{ kind: 'paragraph', content }] : []
}

/** `- [ ]` without a word is plain text for GitHub; for us it is a box to tick, still empty. */
function emptyCheckBox(blocks: readonly Block[]): boolean | undefined {
  const [first] = blocks
  if (first?.kind !== 'paragraph') return undefined
  const text = lineText(first.content)
  return text === '[ ]' ? false : text === '[x]' ? true : undefined
}

/** All the letters under a node, without recursion. */
function flatText(node: Nodes): string {
  const waiting: Nodes[] = [node]
  const texts: string[] = []
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if ('value' in next && typeof next.value === 'string') texts.push(next.value)
    if ('children' in next) waiting.push(...[...next.children].reverse())
  }
  return texts.join('')
}
