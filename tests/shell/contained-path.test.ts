import { join } from 'node:path'
import { expect, test } from 'vitest'
import { containedPath } from '../../src-main/contained-path.ts'

const folder = join('/', 'opt', 'maillage', 'renderer')

test('[SH2] files of the application are found', () => {
  expect(
    ['maillage-app://app/', 'maillage-app://app/index.html', 'maillage-app://app/assets/a%20b.js'].map((address) =>
      containedPath(folder, address),
    ),
  ).toEqual([join(folder, 'index.html'), join(folder, 'index.html'), join(folder, 'assets', 'a b.js')])
})

test.each([
  'maillage-app://app/../../etc/passwd/..%2f..%2f..%2f..%2fetc/passwd',
  'maillage-app://app/..%2fsecret',
  'maillage-app://app/%2e%2e%2fsecret',
  'maillage-app://app/a%2f..%2f..%2fsecret',
  'maillage-app://app/..%2frenderer-of-another/x.js',
  'maillage-app://app/%00',
  'maillage-app://app/%E0%A4%A',
  'maillage-app://other/index.html',
  'file:///etc/passwd',
  'not an address',
])('[SH2] %s leads nowhere', (address) => {
  const path = containedPath(folder, address)
  expect(path === undefined || path.startsWith(join(folder, '/'))).toBe(true)
  expect(path ?? '').not.toMatch(/secret|another/)
})
