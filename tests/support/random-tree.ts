import type { BlobHash } from '../../src-shared/ids.ts'
import { appendText, type Block, type Inline, type Marks, type Tree } from '../../src-shared/text/tree.ts'
import type { Chance } from './random.ts'

const words = [
  'atelier',
  'café',
  'découpe',
  'prêt',
  '🌱',
  'imprimante',
  '3D',
  'l’eau',
  'été',
  '*',
  '[x]',
  '_a_',
  '&amp;',
]
const markChoices: Marks[] = [
  {},
  {},
  {},
  { strong: true },
  { emphasis: true },
  { strike: true },
  { code: true },
  { link: 'https://exemple.org/' },
  { emphasis: true, strong: true },
]

export function randomTree(chance: Chance, depth = 0): Tree {
  return Array.from({ length: 1 + chance.below(depth === 0 ? 6 : 3) }, () => randomBlock(chance, depth))
}

export function randomLine(chance: Chance, marked = true): Inline[] {
  const line: Inline[] = []
  for (let run = chance.below(4); run > 0; run--) {
    const separator = chance.below(8) === 0 ? '\n' : ' '
    appendText(line, chance.pick(words) + separator + chance.pick(words), marked ? chance.pick(markChoices) : {})
  }
  return line
}

function randomBlock(chance: Chance, depth: number): Block {
  const kind = chance.below(depth > 2 ? 6 : 9)
  if (kind === 0) return { kind: 'heading', level: 1 + chance.below(6), content: randomLine(chance) }
  if (kind === 1) return { kind: 'code', language: chance.pick(['', 'js']), text: chance.pick(['', 'let a = 1\n\nb']) }
  if (kind === 2) return { kind: 'image', hash: 'ab'.repeat(32) as BlobHash, alt: chance.pick(['', 'un plan']) }
  if (kind === 3) return { kind: 'rule' }
  if (kind < 6) return { kind: 'paragraph', content: randomLine(chance) }
  if (kind === 6) return { kind: 'quote', blocks: randomTree(chance, depth + 1) }
  const style = chance.pick(['bullet', 'ordered', 'check'] as const)
  const items = Array.from({ length: 1 + chance.below(3) }, () => ({
    checked: style === 'check' && chance.below(2) === 0,
    blocks: randomTree(chance, depth + 1),
  }))
  return { kind: 'list', style, start: style === 'ordered' ? 1 + chance.below(2) : 1, items }
}
