/** Each call that changes a file fails, native code included: `npm run faults -- io [--stride 1]`. Linux, with a C compiler. */
import { parseArgs } from 'node:util'
import { describe, failEachCall } from './io/failing-calls.ts'

const { values } = parseArgs({ options: { stride: { type: 'string', default: '1' } } })
const say = (line: string) => void process.stdout.write(`${line}\n`)

const result = await failEachCall({ stride: Number(values.stride), say })
for (const failure of result.failures) say(failure)
say(describe(result))
process.exitCode = result.failures.length === 0 && result.runs > 0 ? 0 : 1
