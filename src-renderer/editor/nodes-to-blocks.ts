import type { Mark, Node } from '@tiptap/pm/model'
import { blobHashSchema } from '../../src-shared/ids.ts'
import { headingLevel, isListStart } from '../../src-shared/text/segments-to-tree.ts'
import {
  type Attributes,
  appendText,
  type Block,
  type Inline,
  type ListItem,
  type ListStyle,
  type Scalar,
} from '../../src-shared/text/tree.ts'

const markNames: Record<string, string> = { bold: 'strong', italic: 'emphasis', strike: 'strike', code: 'code' }
const listStyles: Record<string, ListStyle> = { bulletList: 'bullet', orderedList: 'ordered', taskList: 'check' }

/** What a node of the editor means. Total over the editor's schema. */
export function nodeToBlock(node: Node): Block {
  const extra = kept(node)
  const style = listStyles[node.type.name]
  if (style) {
    const start: unknown = node.attrs.start
    return {
      kind: 'list',
      style,
      start: isListStart(start) ? start : 1,
      items: node.children.map((item) => nodeToItem(item)),
      ...extra,
    }
  }
  switch (node.type.name) {
    case 'heading':
      return { kind: 'heading', level: headingLevel(node.attrs.level), content: line(node), ...extra }
    case 'codeBlock':
      return { kind: 'code', language: text(node.attrs.language), text: node.textContent, ...extra }
    case 'pageImage': {
      const hash = blobHashSchema.safeParse(node.attrs.hash).data
      if (hash) return { kind: 'image', hash, alt: text(node.attrs.alt), ...extra }
      return { kind: 'paragraph', content: [] }
    }
    case 'horizontalRule':
      return { kind: 'rule', ...extra }
    case 'blockquote':
      return { kind: 'quote', blocks: node.children.map(nodeToBlock), ...extra }
    case 'unknownContainer':
      return {
        kind: 'unknown-container',
        type: text(node.attrs.type),
        blocks: node.children.map(nodeToBlock),
        ...extra,
      }
    case 'unknownBlock':
      return { kind: 'unknown', type: text(node.attrs.type), content: line(node), ...extra }
    default:
      return { kind: 'paragraph', content: line(node), ...extra }
  }
}

function nodeToItem(node: Node): ListItem {
  return { checked: node.attrs.checked === true, blocks: node.children.map(nodeToBlock), ...kept(node) }
}

function kept(node: Node): { extra?: Attributes } {
  const extra: unknown = node.attrs.extra
  return typeof extra === 'object' && extra !== null ? { extra: extra as Attributes } : {}
}

function line(node: Node): Inline[] {
  const content: Inline[] = []
  for (const child of node.children) {
    appendText(content, child.isText ? (child.text ?? '') : '\n', Object.fromEntries(child.marks.map(markEntry)))
  }
  return content
}

function markEntry(mark: Mark): [string, Scalar] {
  const name = markNames[mark.type.name]
  if (name !== undefined) return [name, true]
  if (mark.type.name === 'link') return ['link', text(mark.attrs.href)]
  return [text(mark.attrs.name), scalar(mark.attrs.value)]
}

function scalar(value: unknown): Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : true
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
