/** Processes killed at random moments, with a ledger of what they had acknowledged: `npm run faults -- kill --rounds 1000`. */
import { parseArgs } from 'node:util'
import { describe, killRounds } from './kill/rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    'control-rounds': { type: 'string' },
    seed: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const controlRounds = Number(values['control-rounds'] ?? Math.ceil(rounds / 2))
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
const say = (line: string) => void process.stdout.write(`${line}\n`)

const ours = await killRounds({ contender: 'maillage', rounds, seed, lanes: 2, say })
for (const claim of ours.lost) say(`lost: ${JSON.stringify(claim)}`)
const control = await killRounds({ contender: 'stock', rounds: controlRounds, seed, lanes: 2, say })
say(`Maillage, seed ${seed}: ${describe(ours)}`)
say(`automerge-repo with its storage on files: ${describe(control)}`)
if (control.lost.length + control.failures.length === 0)
  say('the control lost nothing: too few rounds to prove anything')
const isProven = ours.lost.length + ours.failures.length === 0 && control.lost.length + control.failures.length > 0
process.exitCode = isProven ? 0 : 1
