import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import { diffSequences, type Hunk } from '../../src-shared/text/sequence-diff.ts'

/**
 * Turns the document of a transaction into another in many small steps rather than one:
 * what is left untouched keeps its place for the undo history, decorations and other plugins.
 */
export function replaceDocument(transaction: Transaction, wanted: Node): Transaction {
  const before = transaction.doc
  replaceChildren(transaction, before, wanted, 0)
  if (!transaction.doc.eq(wanted)) {
    transaction.step(new ReplaceStep(0, transaction.doc.content.size, new Slice(wanted.content, 0, 0)))
  }
  return transaction
}

/** `start` is the position of the first child. Children are replaced last first, so that positions hold. */
function replaceChildren(transaction: Transaction, before: Node, wanted: Node, start: number): void {
  const positions = childPositions(before, start)
  for (const hunk of diffChildren(before.children, wanted.children).reverse()) {
    const left = before.children.slice(hunk.aFrom, hunk.aTo)
    const right = wanted.children.slice(hunk.bFrom, hunk.bTo)
    if (left.length === right.length && left.every((node, index) => sameKind(node, right[index]))) {
      for (let index = left.length - 1; index >= 0; index--) {
        const [old, next] = [left[index], right[index]]
        if (old && next) replaceInside(transaction, old, next, (positions[hunk.aFrom + index] ?? start) + 1)
      }
    } else {
      const slice = new Slice(Fragment.fromArray(right), 0, 0)
      transaction.step(new ReplaceStep(positions[hunk.aFrom] ?? start, positions[hunk.aTo] ?? start, slice))
    }
  }
}

/** Equal ends are skipped before nodes get numbers: a page of ten thousand items usually changed in one of them. */
function diffChildren(before: readonly Node[], wanted: readonly Node[]): Hunk[] {
  const shorter = Math.min(before.length, wanted.length)
  const same = (left: Node | undefined, right: Node | undefined) => left && right && left.eq(right)
  let prefix = 0
  while (prefix < shorter && same(before[prefix], wanted[prefix])) prefix++
  let suffix = 0
  while (suffix < shorter - prefix && same(before.at(-1 - suffix), wanted.at(-1 - suffix))) suffix++
  const symbols = new NodeSymbols()
  const numbers = (nodes: readonly Node[]) => nodes.slice(prefix, nodes.length - suffix).map((node) => symbols.of(node))
  return diffSequences(numbers(before), numbers(wanted)).map((hunk) => ({
    aFrom: hunk.aFrom + prefix,
    aTo: hunk.aTo + prefix,
    bFrom: hunk.bFrom + prefix,
    bTo: hunk.bTo + prefix,
  }))
}

function sameKind(left: Node, right: Node | undefined): boolean {
  return right !== undefined && !left.isLeaf && left.sameMarkup(right)
}

function replaceInside(transaction: Transaction, before: Node, wanted: Node, start: number): void {
  if (!before.isTextblock) {
    replaceChildren(transaction, before, wanted, start)
    return
  }
  const from = before.content.findDiffStart(wanted.content, 0)
  const end = before.content.findDiffEnd(wanted.content, before.content.size, wanted.content.size)
  if (from === null || !end) return
  // `aa` -> `a`: both searches run over the same letter; let the end give way.
  const overlap = Math.max(0, from - Math.min(end.a, end.b))
  const slice = wanted.content.cut(from, end.b + overlap)
  transaction.step(new ReplaceStep(start + from, start + end.a + overlap, new Slice(slice, 0, 0)))
}

function childPositions(parent: Node, start: number): number[] {
  const positions = [start]
  let position = start
  for (const child of parent.children) {
    position += child.nodeSize
    positions.push(position)
  }
  return positions
}

/** Numbers for nodes, equal for equal content. */
class NodeSymbols {
  readonly #alike = new Map<string, { node: Node; symbol: number }[]>()
  #next = 0

  of(node: Node): number {
    const key = `${node.type.name} ${node.nodeSize} ${node.textContent.slice(0, 80)}`
    const alike = this.#alike.get(key) ?? []
    const same = alike.find((other) => other.node.eq(node))
    if (same) return same.symbol
    this.#alike.set(key, [...alike, { node, symbol: this.#next }])
    return this.#next++
  }
}
