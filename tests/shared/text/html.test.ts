import { expect, test } from 'vitest'
import type { BlobHash } from '../../../src-shared/ids.ts'
import { treeToHtml } from '../../../src-shared/text/html.ts'
import { markdownToTree } from '../../../src-shared/text/markdown.ts'
import { treeToPlainText } from '../../../src-shared/text/plain-text.ts'

const page = markdownToTree(
  [
    '# Un *titre*',
    '- [x] fait',
    '3. trois\n4. quatre',
    '> cité',
    '```js\n<b>\n```',
    'a\\\nb [l](https://e.org/?a="b)',
    '---',
  ].join('\n\n'),
)

test('[TX7] a page as HTML', () => {
  expect(treeToHtml(page)).toBe(
    [
      '<h1>Un <em>titre</em></h1>',
      '<ul><li><input type="checkbox" disabled checked /><p>fait</p></li></ul>',
      '<ol start="3"><li><p>trois</p></li>\n<li><p>quatre</p></li></ol>',
      '<blockquote><p>cité</p></blockquote>',
      '<pre><code class="language-js">&#x3C;b></code></pre>',
      '<p>a<br />b <a href="https://e.org/?a=%22b" rel="noopener noreferrer">l</a></p>',
      '<hr />',
    ].join('\n'),
  )
})

test('[TX7] nothing of a hostile page is HTML', () => {
  const marks = { link: 'javascript:alert(1)', onclick: 'alert(1)' }
  const hostile = treeToHtml([
    { kind: 'paragraph', content: [{ kind: 'text', text: '<img src=x onerror=alert(1)>', marks }] },
    { kind: 'code', language: '"><script>', text: '</code><script>' },
    { kind: 'unknown', type: 'script', content: [], extra: { onload: 'alert(1)' } },
    { kind: 'image', hash: 'ab'.repeat(32) as BlobHash, alt: '"><script>' },
  ])
  expect(hostile).toBe(
    [
      '<p>&#x3C;img src=x onerror=alert(1)></p>',
      '<pre><code>&#x3C;/code>&#x3C;script></code></pre>',
      '<p></p>',
      `<img alt="&#x22;><script>" data-blob="${'ab'.repeat(32)}" />`,
    ].join('\n'),
  )
})

test('[TX8] the words of a page, a line per block', () => {
  expect(treeToPlainText(page)).toBe('Un titre\nfait\ntrois\nquatre\ncité\n<b>\na\nb l')
})
