import { expect, test } from 'vitest'
import { createProgram } from '../../src-main/cli/program.ts'

test.for([
  ['invite', 'create', '--days', 'abc'],
  ['invite', 'create', '--days', '0'],
  ['join', 'x', '--timeout', '99999999'],
  ['search', 'perceuse', '--limit', ''],
  ['resource', 'edit', 'x', '--quantity', '1/2'],
  ['resource', 'edit', 'x', '--quantity', '4.000'],
  ['resource', 'add', '--quantity', '0b11'],
  ['resource', 'add', '--quantity', '3e2'],
  ['backup', 'schedule', '--keep', '+7'],
  ['backup', 'schedule', '--keep', 'many'],
])(
  '[CL5] what is no whole number, or too small or large a one, is refused by the option it was given to: %o',
  async (words) => {
    const run = createProgram().parseAsync(words, { from: 'user' })
    await expect(run).rejects.toThrow(
      new RegExp(
        `option '${words.at(-2)}.* argument '${words.at(-1)?.replace(/[.+]/g, '\\$&')}' is invalid. It is not a whole number from `,
      ),
    )
  },
)
