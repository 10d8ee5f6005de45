import { describe, expect, test } from 'vitest'
import type { BlobHash, PageId } from '../../../src-shared/ids.ts'
import { appendText, type Block, type Inline, type Marks } from '../../../src-shared/text/tree.ts'
import { treeToWikitext } from '../../../src-shared/text/wikitext.ts'

const line = (...parts: (string | [string, Marks])[]): Inline[] => {
  const content: Inline[] = []
  for (const part of parts)
    appendText(content, typeof part === 'string' ? part : part[0], typeof part === 'string' ? {} : part[1])
  return content
}
const paragraph = (...parts: (string | [string, Marks])[]): Block => ({ kind: 'paragraph', content: line(...parts) })
const wiki = (...blocks: Block[]) => treeToWikitext(blocks)
const bold = { strong: true }
const italic = { emphasis: true }

/** Each verified once against a running MediaWiki 1.39: the right side shows as the left side. */
const literal: [shown: string, written: string][] = [
  ['* puce', '&#42; puce'],
  ['## deux', '&#35;# deux'],
  [': retrait', '&#58; retrait'],
  ['; terme', '&#59; terme'],
  [' espace', '&#32;espace'],
  ['== titre ==', '&#61;= titre =='],
  ['---- filet', '&#45;--- filet'],
  ['--- pas un filet', '--- pas un filet'],
  ['{| tableau', '&#123;| tableau'],
  ['| cellule', '| cellule'],
  ["un ''mot''", 'un &#39;&#39;mot&#39;&#39;'],
  ["l'eau d'ici", "l'eau d'ici"],
  ["fini'", 'fini&#39;'],
  ['fini {', 'fini &#123;'],
  ['[[Page|nom]]', '&#91;&#91;Page|nom&#93;&#93;'],
  ['[note]', '[note]'],
  ['[https://exemple.org site]', '&#91;https&#58;//exemple.org site]'],
  ['[//exemple.org]', '&#91;//exemple.org]'],
  ['voir http://exemple.org', 'voir http&#58;//exemple.org'],
  ['mailto:a@exemple.org', 'mailto&#58;a@exemple.org'],
  ['note : deux', 'note : deux'],
  ['{{Modèle|x={{{1}}}}}', '&#123;&#123;Modèle|x=&#123;&#123;&#123;1&#125;&#125;&#125;&#125;&#125;'],
  ['a {b} c', 'a {b} c'],
  ['~~~~', '&#126;&#126;&#126;&#126;'],
  ['~~', '~~'],
  ['__SOMMAIRE__', '&#95;_SOMMAIRE__'],
  ['a __ b', 'a __ b'],
  ['<nowiki/> et </div>', '&lt;nowiki/> et &lt;/div>'],
  ['<!-- x -->', '&lt;!-- x -->'],
  ['1 < 2 <3', '1 < 2 <3'],
  ['&nbsp; &#42; R&D', '&amp;nbsp; &amp;#42; R&D'],
  ['RFC 9, ISBN 978', 'RFC&#32;9, ISBN&#32;978'],
  ['-{a}-', '&#45;{a}-'],
  ['e\u0301te\u0301', 'été'],
  ['nul \u0000 et \u001b', 'nul \ufffd et \ufffd'],
]

describe('wikitext', () => {
  test.each(literal)('[TX5] %j shows as itself', (shown, written) => {
    expect(wiki(paragraph(shown))).toBe(written)
  })

  test('[TX5] a hard break is not a new line of wikitext', () => {
    expect(wiki(paragraph('un\n* deux'))).toBe('un<br />* deux')
  })

  test.each<[string, Block, string]>([
    ['touching marks are merged', paragraph(['a', bold], ['b', { ...bold, ...italic }]), "'''a''b'''''"],
    ['quotes of two marks are kept apart', paragraph(['a', italic], ['b', bold]), "''a''<nowiki />'''b'''"],
    ['a quote next to a mark', paragraph("l'", ['eau', bold]), "l&#39;'''eau'''"],
    ['brackets across marks', paragraph('[', ['[x', bold]), "&#91;'''&#91;x'''"],
    [
      'a label holding brackets',
      paragraph(['a]|b', { link: 'https://e.org/[x]' }]),
      '[https://e.org/%5Bx%5D a&#93;&#124;b]',
    ],
    ['a refused address', paragraph(['clic', { link: 'javascript:alert(1)' }]), 'clic'],
    ['code and struck', paragraph(['x', { code: true }], ' ', ['y', { strike: true }]), '<code>x</code> <s>y</s>'],
  ])('[TX6] marks: %s', (_, block, written) => {
    expect(wiki(block)).toBe(written)
  })

  test('[TX6] blocks', () => {
    const item = (checked: boolean, ...blocks: Block[]) => ({ checked, blocks })
    const nested: Block = {
      kind: 'list',
      style: 'ordered',
      start: 1,
      items: [item(false, paragraph('b')), item(false, paragraph('c'))],
    }
    expect(
      wiki(
        { kind: 'heading', level: 1, content: line('Titre = un') },
        { kind: 'heading', level: 2, content: line('=deux=') },
        { kind: 'list', style: 'bullet', start: 1, items: [item(false, paragraph('a'), nested, paragraph('suite'))] },
        {
          kind: 'list',
          style: 'check',
          start: 1,
          items: [item(true, paragraph('fait')), item(false, paragraph('à faire'))],
        },
        { kind: 'list', style: 'ordered', start: 4, items: [item(false, paragraph('quatre'))] },
        { kind: 'quote', blocks: [paragraph('cité')] },
        { kind: 'code', language: 'js', text: 'if (a < b) {{x}}\n\n</pre>' },
        { kind: 'rule' },
        { kind: 'image', hash: 'ab'.repeat(32) as BlobHash, alt: 'un | plan' },
      ),
    ).toBe(
      [
        '== Titre = un ==',
        '=== &#61;deux&#61; ===',
        '* a\n*# b\n*# c\n*: suite',
        '* ☑ fait\n* ☐ à faire',
        '<ol start="4">\n<li>quatre</li>\n</ol>',
        '<blockquote>\ncité\n</blockquote>',
        '<pre>\nif (a &lt; b) {{x}}\n\n&lt;/pre>\n</pre>',
        '----',
        `[[File:${'ab'.repeat(32)}|thumb|alt=un &#124; plan|un &#124; plan]]`,
      ].join('\n\n'),
    )
  })

  test('[TX6] a link to a page of ours uses its title on the wiki, and ends where it ends', () => {
    const href = 'page:4NMNnkMhL8jXrdJ9jamS58PAVdXu'
    const block = paragraph(['lieu', { link: href }], 's')
    expect(
      treeToWikitext([block], { pageTitle: (page: PageId) => (href.endsWith(page) ? 'Le Lieu' : undefined) }),
    ).toBe('[[Le Lieu|lieu]]<nowiki />s')
    expect(wiki(block)).toBe('lieus')
  })

  test('[TX4] a million underscores are written at once', { timeout: 5_000 }, () => {
    expect(wiki(paragraph('_'.repeat(1_000_000)))).toHaveLength(1_000_000)
  })
})
