import b4a from 'b4a'
import { data, parent } from 'hypercore-crypto'
import { z } from 'zod'

/*
 * A log as it travels without its peers: the roots of its Merkle tree, signed by the device, and each block with the
 * nodes that lead from it to something that was proven before. Whoever has the log's key believes nobody.
 *
 * Blocks come in ascending order. Of a full log of four, block 0 comes with nodes 2 (a leaf) and 5; block 1 with none,
 * since its leaf is known; block 2 with its neighbour's leaf, 6, since 5 is known; block 3 with none.
 */

/** No log is longer: its tree's numbers stay within 32 bits. */
export const MAX_CORE_LENGTH = 2 ** 29

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const hash = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32)
const signature = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= 1_000)

/** A node of a Hypercore's tree, numbered as flat-tree numbers them: leaves are even. */
const treeNodeSchema = z.object({
  index: count.max(2 * MAX_CORE_LENGTH),
  /** Bytes of all blocks below. */
  size: count,
  hash,
})
export type TreeNode = z.infer<typeof treeNodeSchema>

/** Nodes from a block to its root, or roots of a log. */
export const treeNodesSchema = z.array(treeNodeSchema).max(32)

export const signedRootsSchema = z.object({
  /** Blocks that exist, held or not. */
  length: count.min(1).max(MAX_CORE_LENGTH),
  roots: treeNodesSchema,
  signature,
})
export type SignedRoots = z.infer<typeof signedRootsSchema>

/** A block as the log has it, encrypted. */
export interface ProvenBlock {
  index: number
  nodes: TreeNode[]
  value: Uint8Array
}

/** How many nodes prove block `index` to whoever has proven `previous`, the block sent before it, or -1. */
export function nodesNeeded(previous: number, index: number, length: number): number {
  const toRoot = rootHeight(index, length)
  // Where the ways of both blocks part, the node on our side came with the other.
  return previous < 0 ? toRoot : Math.min(toRoot, 31 - Math.clz32(previous ^ index))
}

/** Levels between a block and the root it stands under: a tree of seven has roots over four, two and one. */
function rootHeight(index: number, length: number): number {
  let start = 0
  for (let height = 29; height >= 0; height--) {
    const span = 2 ** height
    if ((length & span) === 0) continue
    start += span
    if (index < start) return height
  }
  return 0
}

/** Compares blocks with what the roots promise, keeping only the nodes that later blocks will need. */
export class BlockProver {
  private readonly promised: Map<number, TreeNode>

  constructor(roots: TreeNode[]) {
    this.promised = new Map(roots.map((root) => [root.index, root]))
  }

  isProven({ index, nodes, value }: ProvenBlock): boolean {
    let node: TreeNode = { index: 2 * index, size: value.length, hash: data(value) }
    for (const sibling of nodes) {
      const family = familyOf(node.index)
      if (sibling.index !== family.sibling) return false
      node = { index: family.parent, size: node.size + sibling.size, hash: parent(node, sibling) }
    }
    const promised = this.promised.get(node.index)
    if (promised?.size !== node.size || !b4a.equals(promised.hash, node.hash)) return false
    this.promised.delete(node.index)
    for (const sibling of nodes) this.promised.set(sibling.index, sibling)
    return true
  }
}

function familyOf(index: number): { parent: number; sibling: number } {
  const place = index + 1
  const span = place & -place
  const isRight = (place & (span << 1)) !== 0
  return isRight
    ? { parent: index - span, sibling: index - 2 * span }
    : { parent: index + span, sibling: index + 2 * span }
}
