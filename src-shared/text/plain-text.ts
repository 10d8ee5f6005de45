import { type Block, lineText, type Tree } from './tree.ts'

/** The words of a text, a line per block: for search and for excerpts. */
export function treeToPlainText(tree: Tree): string {
  const lines: string[] = []
  for (const block of tree) addLines(block, lines)
  return lines.filter((line) => line !== '').join('\n')
}

function addLines(block: Block, lines: string[]): void {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'unknown':
      lines.push(lineText(block.content))
      break
    case 'code':
      lines.push(block.text)
      break
    case 'image':
      lines.push(block.alt)
      break
    case 'rule':
      break
    case 'list':
      for (const item of block.items) for (const child of item.blocks) addLines(child, lines)
      break
    default:
      for (const child of block.blocks) addLines(child, lines)
  }
}
