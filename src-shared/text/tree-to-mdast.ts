import type { BlockContent, ListItem as MdastItem, PhrasingContent, Root } from 'mdast'
import { safeHref } from './links.ts'
import { type MarkedPart, nestMarks } from './mark-nesting.ts'
import { type Block, type Inline, type ListItem, lineText, type Tree } from './tree.ts'

const LONGEST_TEXT = 1_000
const longPieces = new RegExp(`.{1,${LONGEST_TEXT}}`, 'gsu')

export function treeToMdast(tree: Tree): Root {
  return { type: 'root', children: tree.flatMap(blockToMdast) }
}

function blockToMdast(block: Block): BlockContent[] {
  switch (block.kind) {
    case 'paragraph':
    case 'unknown': {
      const children = line(block.content)
      return children.length > 0 ? [{ type: 'paragraph', children }] : []
    }
    case 'heading': {
      const depth = Math.min(6, Math.max(1, block.level)) as 1 | 2 | 3 | 4 | 5 | 6
      // A heading is one line.
      const content = block.content.map(
        (inline): Inline => (inline.kind === 'text' ? inline : { kind: 'text', text: ' ', marks: inline.marks }),
      )
      return [{ type: 'heading', depth, children: line(content) }]
    }
    case 'code':
      return [{ type: 'code', lang: /^[^\s`]+$/.test(block.language) ? block.language : null, value: block.text }]
    case 'image':
      return [
        { type: 'paragraph', children: [{ type: 'image', url: `attachment:${block.hash}`, alt: oneLine(block.alt) }] },
      ]
    case 'rule':
      return [{ type: 'thematicBreak' }]
    case 'quote':
      return [{ type: 'blockquote', children: block.blocks.flatMap(blockToMdast) }]
    case 'unknown-container':
      return block.blocks.flatMap(blockToMdast)
    case 'list': {
      const items = block.items.map((item) => itemToMdast(item, block.style === 'check'))
      const spread = items.some((item) => item.spread)
      if (block.style !== 'ordered') return [{ type: 'list', ordered: false, spread, children: items }]
      return [{ type: 'list', ordered: true, start: block.start, spread, children: items }]
    }
  }
}

function itemToMdast(item: ListItem, check: boolean): MdastItem {
  const children = item.blocks.flatMap(blockToMdast)
  const leaves = children.filter((child) => child.type !== 'list')
  const spread = leaves.length > 1
  if (!check) return { type: 'listItem', spread, children }
  if (children[0]?.type === 'paragraph') return { type: 'listItem', spread, checked: item.checked, children }
  // Only a paragraph can stand behind a box.
  const box: BlockContent = { type: 'paragraph', children: [{ type: 'html', value: item.checked ? '[x]' : '[ ]' }] }
  return { type: 'listItem', spread: spread || leaves.length > 0, children: [box, ...children] }
}

function line(content: readonly Inline[]): PhrasingContent[] {
  return nestMarks(withoutEdgeBreaks(tidyCode(content))).flatMap(partToMdast)
}

/** Markdown has no hard break at the end of a block, nor a blank paragraph. */
function withoutEdgeBreaks(content: readonly Inline[]): readonly Inline[] {
  let from = 0
  let to = content.length
  const blank = (inline: Inline | undefined) => inline !== undefined && lineText([inline]).trim() === ''
  while (from < to && blank(content[from])) from++
  while (to > from && blank(content[to - 1])) to--
  return content.slice(from, to)
}

/** Code in Markdown holds no hard break and no other mark inside it. */
function tidyCode(content: readonly Inline[]): Inline[] {
  return content.map((inline): Inline => {
    if (inline.kind === 'text' || inline.marks.code !== true) return inline
    const { code: _, ...marks } = inline.marks
    return { kind: 'break', marks }
  })
}

function partToMdast(part: MarkedPart): PhrasingContent[] {
  if (part.kind === 'bare') {
    return part.inlines.flatMap((inline) =>
      inline.kind === 'text' ? texts(oneLine(inline.text)) : [{ type: 'break' }],
    )
  }
  if (part.mark === 'code') {
    const text = part.parts.flatMap(partToMdast).map((node) => (node.type === 'text' ? node.value : ' '))
    return [{ type: 'inlineCode', value: text.join('') }]
  }
  const inside = part.parts.flatMap(partToMdast)
  if (part.mark === 'link') {
    const url = safeHref(part.href)
    return url === undefined ? inside : [{ type: 'link', url, children: inside }]
  }
  const types = { strong: 'strong', emphasis: 'emphasis', strike: 'delete' } as const
  const [before, marked, after] = splitBlanks(inside)
  return marked.length === 0 ? before : [...before, { type: types[part.mark], children: marked }, ...after]
}

/** `**mot **suite` is not bold for Markdown: blanks at the edges of a mark go outside. */
function splitBlanks(nodes: PhrasingContent[]): [PhrasingContent[], PhrasingContent[], PhrasingContent[]] {
  const before: PhrasingContent[] = []
  const after: PhrasingContent[] = []
  const marked = [...nodes]
  for (let first = marked[0]; first; first = marked[0]) {
    if (first.type === 'break') before.push(first)
    else if (first.type !== 'text' || first.value === first.value.trimStart()) break
    else {
      const rest = first.value.trimStart()
      before.push({ type: 'text', value: first.value.slice(0, first.value.length - rest.length) })
      if (rest !== '') {
        marked[0] = { type: 'text', value: rest }
        break
      }
    }
    marked.shift()
  }
  for (let last = marked.at(-1); last; last = marked.at(-1)) {
    if (last.type === 'break') after.unshift(last)
    else if (last.type !== 'text' || last.value === last.value.trimEnd()) break
    else {
      const rest = last.value.trimEnd()
      after.unshift({ type: 'text', value: last.value.slice(rest.length) })
      if (rest !== '') {
        marked[marked.length - 1] = { type: 'text', value: rest }
        break
      }
    }
    marked.pop()
  }
  return [before, marked, after]
}

/** In pieces, because escaping one text costs the square of what there is to escape. */
function texts(text: string): PhrasingContent[] {
  const pieces = text.length > LONGEST_TEXT ? (text.match(longPieces) ?? []) : [text]
  return pieces.map((value) => ({ type: 'text', value }))
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
