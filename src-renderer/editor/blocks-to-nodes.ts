import type { Mark, Node, NodeType, Schema } from '@tiptap/pm/model'
import type { Block, Inline, ListItem, Marks, Tree } from '../../src-shared/text/tree.ts'

const markTypes: Record<string, string> = { strong: 'bold', emphasis: 'italic', strike: 'strike', code: 'code' }
const listTypes = { bullet: 'bulletList', ordered: 'orderedList', check: 'taskList' } as const

/** A document for the editor. Total: the tree is well formed by type, and the schema has a place for each of its blocks. */
export function treeToDocument(schema: Schema, tree: Tree): Node {
  return schema.topNodeType.create(
    null,
    tree.map((block) => blockToNode(schema, block)),
  )
}

export function blockToNode(schema: Schema, block: Block): Node {
  const extra = block.extra ?? null
  const type = (name: string): NodeType => {
    const found = schema.nodes[name]
    if (!found) throw new Error(`the schema lacks ${name}`)
    return found
  }
  switch (block.kind) {
    case 'paragraph':
      return type('paragraph').create({ extra }, line(schema, block.content))
    case 'heading':
      return type('heading').create({ extra, level: block.level }, line(schema, block.content))
    case 'unknown':
      return type('unknownBlock').create({ extra, type: block.type }, line(schema, block.content))
    case 'code':
      return type('codeBlock').create(
        { extra, language: block.language || null },
        block.text === '' ? undefined : schema.text(block.text),
      )
    case 'image':
      return type('pageImage').create({ extra, hash: block.hash, alt: block.alt })
    case 'rule':
      return type('horizontalRule').create({ extra })
    case 'quote':
      return type('blockquote').create({ extra }, nodes(schema, block.blocks))
    case 'unknown-container':
      return type('unknownContainer').create({ extra, type: block.type }, nodes(schema, block.blocks))
    case 'list': {
      const item = type(block.style === 'check' ? 'taskItem' : 'listItem')
      const attributes = block.style === 'ordered' ? { extra, start: block.start } : { extra }
      return type(listTypes[block.style]).create(
        attributes,
        block.items.map((entry) =>
          item.create(itemAttributes(entry, block.style === 'check'), nodes(schema, entry.blocks)),
        ),
      )
    }
  }
}

function itemAttributes(item: ListItem, check: boolean): { extra: unknown; checked?: boolean } {
  const extra = item.extra ?? null
  return check ? { extra, checked: item.checked } : { extra }
}

function nodes(schema: Schema, blocks: readonly Block[]): Node[] {
  return blocks.map((block) => blockToNode(schema, block))
}

function line(schema: Schema, content: readonly Inline[]): Node[] {
  return content.map((inline) => {
    const marks = Object.entries(inline.marks).map(([name, value]) => markOf(schema, name, value))
    if (inline.kind === 'text') return schema.text(inline.text, marks)
    const hardBreak = schema.nodes.hardBreak
    if (!hardBreak) throw new Error('the schema lacks hardBreak')
    return hardBreak.create(null, null, marks)
  })
}

function markOf(schema: Schema, name: string, value: Marks[string]): Mark {
  const known = Object.hasOwn(markTypes, name) ? markTypes[name] : undefined
  if (known !== undefined && value === true) return schema.mark(known)
  if (name === 'link' && typeof value === 'string') return schema.mark('link', { href: value })
  return schema.mark('unknownMark', { name, value })
}
