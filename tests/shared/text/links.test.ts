import { describe, expect, test } from 'vitest'
import { documentIdSchema, type PageId } from '../../../src-shared/ids.ts'
import { linkedPage, pageHref, safeHref } from '../../../src-shared/text/links.ts'

const page = documentIdSchema.parse('4NMNnkMhL8jXrdJ9jamS58PAVdXu') as PageId

const hostile = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  'java\rscript:alert(1)',
  'java\u0000script:alert(1)',
  '\u0001javascript:alert(1)',
  ' \u00a0javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'vbscript:msgbox(1)',
  'blob:https://exemple.org/x',
  'filesystem:https://exemple.org/x',
  'about:blank',
  'chrome:crash',
  'devtools://devtools',
  'view-source:https://exemple.org',
  'file:///etc/passwd',
  'smb://serveur/partage',
  '\\\\serveur\\partage',
  '//serveur/partage',
  'https:\\\\exemple.org',
  'https:exemple.org',
  'https:///exemple.org',
  'ms-msdt:/id',
  'search-ms:query=x',
  'ldap://exemple.org',
  'sftp://exemple.org',
  'x-apple.systempreferences:',
  'maillage:rejoindre',
  'page:../../autre',
  'page:',
  'https://banque.fr@ailleurs.example/',
  'https://banque.fr%40ailleurs.example/',
  'https://exemple.org/\u202efdp.exe',
  'https://exe\u200bmple.org',
  `https://exemple.org/${'a'.repeat(100_000)}`,
  'mailto:a@exemple.org?attach=/etc/passwd',
  'mailto:a@exemple.org?bcc=b@exemple.org',
  'tel:*#06#',
  'exemple.org',
  '/chemin',
  '#ancre',
  '',
]

describe('links', () => {
  test.each(hostile)('[TX3] %j leads nowhere', (address) => {
    expect(safeHref(address)).toBeUndefined()
  })

  test.each([
    ['https://exemple.org/page_(test)?a=1#b', 'https://exemple.org/page_(test)?a=1#b'],
    [' HTTP://exemple.org ', 'http://exemple.org'],
    ['https://exemple.org/été à Crest', 'https://exemple.org/été%20à%20Crest'],
    ['https://exemple.org/"><b', 'https://exemple.org/%22%3E%3Cb'],
    ['mailto:bonjour@exemple.org?subject=Bonjour', 'mailto:bonjour@exemple.org?subject=Bonjour'],
    ['tel:+33 4 75 00 00 00', 'tel:+33475000000'],
    [`page:${page}`, `page:${page}`],
  ])('[TX3] %j is followed as %j', (address, followed) => {
    expect(safeHref(address)).toBe(followed)
  })

  test('[TX3] a link to a page of ours tells which page', () => {
    expect([linkedPage(pageHref(page)), linkedPage('https://exemple.org'), linkedPage('page:x')]).toEqual([
      page,
      undefined,
      undefined,
    ])
  })
})
