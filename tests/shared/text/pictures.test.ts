import { expect, test } from 'vitest'
import { markdownToTree } from '../../../src-shared/text/markdown.ts'
import { picturesOf } from '../../../src-shared/text/pictures.ts'

test('the pictures of a text are counted once each, in lists and quotes too', () => {
  const [first, second] = ['a'.repeat(64), 'b'.repeat(64)]
  const picture = (hash: string | undefined) => `![](attachment:${hash})`
  const text = `${picture(first)}\n\n- mot\n\n  ${picture(second)}\n\n> ${picture(first)}\n`
  expect([...picturesOf(markdownToTree(text))].toSorted()).toEqual([first, second])
  expect(picturesOf(markdownToTree('Sans image.')).size).toBe(0)
})
