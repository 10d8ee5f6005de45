/** What peers send, tampered with and read: `npm run fuzz -- frames --rounds 200000 --from 1`. */
import { parseArgs } from 'node:util'
import { frameKinds, runFrames } from '../support/frames.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200000' }, from: { type: 'string' } } })
const rounds = Number(values.rounds)
const seed = values.from === undefined ? Date.now() % 1_000_000_000 : Number(values.from)
const began = Date.now()
const { failures, ...report } = runFrames(seed, rounds)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

for (const failure of failures.slice(0, 20)) say(failure)
const seconds = ((Date.now() - began) / 1000).toFixed(1)
say(`${rounds} frames from seed ${seed} in ${seconds} s, ${failures.length} failures: ${JSON.stringify(report)}`)
const scarce = frameKinds.filter((kind) => report.read[kind] < rounds / 1_000 || report.refused[kind] < rounds / 100)
if (scarce.length > 0) say(`too little happened: ${scarce.join(', ')}`)
if (report.applied < rounds / 300) say(`too few changes were applied: ${report.applied}`)
if (failures.length > 0 || scarce.length > 0 || report.applied < rounds / 300) process.exitCode = 1
