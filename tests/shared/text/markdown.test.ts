import { describe, expect, test } from 'vitest'
import type { BlobHash } from '../../../src-shared/ids.ts'
import { markdownToTree, treeToMarkdown } from '../../../src-shared/text/markdown.ts'
import type { Block, Tree } from '../../../src-shared/text/tree.ts'
import { chance, seedsToRun } from '../../support/random.ts'
import { randomTree } from '../../support/random-tree.ts'
import { sample } from '../../support/sample.ts'

const text = (value: string, marks = {}) => ({ kind: 'text', text: value, marks }) as const
const paragraph = (value: string): Block => ({ kind: 'paragraph', content: [text(value)] })
const hash = '0f'.repeat(32) as BlobHash

const everything: Tree = [
  { kind: 'heading', level: 2, content: [text('Régler la découpe')] },
  {
    kind: 'paragraph',
    content: [
      text('Du '),
      text('gras', { strong: true }),
      text(', de l’'),
      text('italique', { emphasis: true }),
      text(', du '),
      text('barré', { strike: true }),
      text(', du '),
      text('code `x`', { code: true }),
      text(' et un '),
      text('lien', { link: 'https://exemple.org/page_(test)' }),
      text('.'),
      { kind: 'break', marks: {} },
      text('* pas une puce, _pas_ italique, <b>pas gras</b>, [x] &amp; #1'),
    ],
  },
  {
    kind: 'list',
    style: 'ordered',
    start: 3,
    items: [
      { checked: false, blocks: [paragraph('ouvrir le capot')] },
      {
        checked: false,
        blocks: [
          paragraph('poser la plaque'),
          {
            kind: 'list',
            style: 'check',
            start: 1,
            items: [
              { checked: true, blocks: [paragraph('bois')] },
              { checked: false, blocks: [{ kind: 'paragraph', content: [] }] },
            ],
          },
        ],
      },
    ],
  },
  { kind: 'quote', blocks: [paragraph('Ne pas réinventer l’eau tiède.'), paragraph('Vraiment.')] },
  { kind: 'code', language: 'gcode', text: 'G0 X0\n\n```\nM5' },
  { kind: 'rule' },
  { kind: 'image', hash, alt: 'le [plan]' },
  { kind: 'list', style: 'bullet', start: 1, items: [{ checked: false, blocks: [paragraph('une liste')] }] },
  { kind: 'list', style: 'bullet', start: 1, items: [{ checked: false, blocks: [paragraph('une autre')] }] },
]

describe('Markdown', () => {
  test('[TX1] everything a page holds comes back from Markdown', () => {
    expect(markdownToTree(treeToMarkdown(everything))).toEqual(everything)
  })

  for (const seed of seedsToRun([], sample(30, 60))) {
    test(`[TX1] seed ${seed}: Markdown of Markdown is the same Markdown`, () => {
      const once = treeToMarkdown(markdownToTree(treeToMarkdown(randomTree(chance(seed)))))
      expect(treeToMarkdown(markdownToTree(once))).toBe(once)
    })
  }

  test('[TX2] raw HTML becomes text', () => {
    expect(markdownToTree('<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b')).toEqual([
      paragraph('<script>alert(1)</script>'),
      paragraph('a <img src=x onerror=alert(1)> b'),
    ])
  })

  test('[TX3] a dangerous address is dropped and its text kept', () => {
    expect(markdownToTree('[clic](javascript:alert(1)) [data](data:text/html,x)')).toEqual([paragraph('clic data')])
  })

  test('[TX3] a picture of the internet becomes a link', () => {
    expect(markdownToTree('![pisteur](https://pisteur.example/a.png)')).toEqual([
      { kind: 'paragraph', content: [text('pisteur', { link: 'https://pisteur.example/a.png' })] },
    ])
  })

  test('[TX1] a table, which pages do not have yet, keeps its words', () => {
    expect(markdownToTree('| a | b |\n|---|---|\n| c | d |')).toEqual([paragraph('a | b'), paragraph('c | d')])
  })

  test.each([
    ['quotes', '>'.repeat(20_000)],
    ['lists', '- '.repeat(20_000)],
    ['brackets', '['.repeat(50_000)],
    ['stars', '*a '.repeat(20_000)],
    ['mixed stars', '*a_b '.repeat(20_000)],
    ['backticks', '`a``b'.repeat(10_000)],
    ['indented items', Array.from({ length: 2_000 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['lines of quotes', '>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> a\n'.repeat(500)],
    ['images', '![a'.repeat(20_000)],
    ['autolinks', `www.${'a.'.repeat(50_000)}`],
    ['angle brackets', '<a '.repeat(20_000)],
    ['lines of brackets', '[[[[[[[[[[[[[[[[\n'.repeat(2_000)],
  ])('[TX4] hostile %s are read in less than five seconds', (_, markdown) => {
    // Of the processor: what else it has to do is not ours.
    const before = process.cpuUsage()
    expect(treeToMarkdown(markdownToTree(markdown)).length).toBeGreaterThan(0)
    expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(5)
  })
})
