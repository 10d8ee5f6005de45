/**
 * The power fails at random moments, on a disk that forgets what was not synced: `npm run faults -- power-cut --rounds 200`.
 * Linux, with a C compiler.
 */
import { parseArgs } from 'node:util'
import { cutRounds, describe } from './power/cut-rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    'control-rounds': { type: 'string', default: '20' },
    seed: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const controlRounds = Number(values['control-rounds'])
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
const say = (line: string) => void process.stdout.write(`${line}\n`)

const ours = await cutRounds({ contender: 'maillage', rounds, seed, say })
for (const claim of ours.lost) say(`lost: ${JSON.stringify(claim)}`)
for (const failure of ours.failures) say(`failed: ${failure}`)
const journal = await cutRounds({ contender: 'journal', rounds: controlRounds, seed })
for (const failure of [...journal.lost.map((claim) => `lost ${claim.id}`), ...journal.failures])
  say(`journal: ${failure}`)
const unsynced = await cutRounds({ contender: 'maillage', rounds: controlRounds, seed, forgetsJournal: true })
const stock = await cutRounds({ contender: 'stock', rounds: controlRounds, seed })
say(`Maillage, seed ${seed}: ${describe(ours)}`)
say(`its journal alone, in new files all the time: ${describe(journal)}`)
say(`Maillage, were its journal not synced: ${describe(unsynced)}`)
say(`automerge-repo with its storage on files: ${describe(stock)}`)
const blind = [unsynced, stock].filter(({ lost, failures }) => lost.length + failures.length === 0)
if (blind.length > 0) say('a control lost nothing: too few rounds to prove anything')
const isSound = [ours, journal].every(({ lost, failures }) => lost.length + failures.length === 0)
process.exitCode = isSound && blind.length === 0 && ours.forgotten > rounds ? 0 : 1
