import { expect, test } from 'vitest'
import { openSealedPath, sealPath } from '../../src-main/chosen-path.ts'

test('[BA9] a window can hand over a path that was chosen, and neither make nor change one', () => {
  const sealed = sealPath('/home/alice/mes documents/a.maillage', 'key')
  expect(openSealedPath(sealed, 'key')).toBe('/home/alice/mes documents/a.maillage')
  const others = [`${sealed}x`, sealed.slice(1), '/etc/passwd', '', sealPath('/etc/passwd', 'another key')]
  expect(others.map((other) => openSealedPath(other, 'key'))).toEqual(others.map(() => undefined))
})
