import { expect, test } from 'vitest'
import { openSealedPath, sealPath } from '../../src-main/chosen-path.ts'

test('[BA9] a window can hand over a path for what it was chosen for, and neither make nor change one', () => {
  const sealed = sealPath('/home/alice/mes documents/a.maillage', 'restore', 'key')
  expect(openSealedPath(sealed, 'restore', 'key')).toBe('/home/alice/mes documents/a.maillage')
  const others = [`${sealed}x`, sealed.slice(1), '/etc/passwd', '', sealPath('/etc/passwd', 'restore', 'another key')]
  expect(others.map((other) => openSealedPath(other, 'restore', 'key'))).toEqual(others.map(() => undefined))
  for (const purpose of ['create', 'folder'] as const) expect(openSealedPath(sealed, purpose, 'key')).toBeUndefined()
})
