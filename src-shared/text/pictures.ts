import type { BlobHash } from '../ids.ts'
import type { Block, Tree } from './tree.ts'

/** The pictures that a text shows, each once, however deep they stand. */
export function picturesOf(tree: Tree): Set<BlobHash> {
  const found = new Set<BlobHash>()
  const waiting: Block[] = [...tree]
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block.kind === 'image') found.add(block.hash)
    else if (block.kind === 'list') waiting.push(...block.items.flatMap(({ blocks }) => blocks))
    else if ('blocks' in block) waiting.push(...block.blocks)
  }
  return found
}
