/** Whole cores that live through random stories: `npm run fuzz -- converge --seeds 1000 --cores 5 --from 1`. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { addTold, nothingTold, runStory } from '../support/convergence-story.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string' },
    cores: { type: 'string' },
    steps: { type: 'string' },
    at: { type: 'string', default: String(availableParallelism() * 2) },
  },
})
const count = Number(values.seeds)
const start = values.from === undefined ? Date.now() % 1_000_000_000 : Number(values.from)
const cores = values.cores === undefined ? undefined : Number(values.cores)
const told = nothingTold()
const failed: number[] = []
const began = Date.now()
let next = 0

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Takes one seed after the other until none is left. */
async function work(): Promise<void> {
  while (next < count) {
    const seed = start + next++
    try {
      addTold(told, await runStory({ seed, cores, ...(values.steps && { steps: Number(values.steps) }) }))
    } catch (reason) {
      failed.push(seed)
      say(`seed ${seed} failed: ${reason instanceof Error ? reason.stack : String(reason)}`)
    }
  }
}

process.on('unhandledRejection', (reason) => {
  say(`unhandled, in one of the seeds under way: ${reason instanceof Error ? reason.stack : String(reason)}`)
  process.exitCode = 1
})

await Promise.all(Array.from({ length: Number(values.at) }, work))
const seconds = (Date.now() - began) / 1000
say(`${count} stories from seed ${start} in ${seconds.toFixed(1)} s: ${JSON.stringify(told)}`)
const empty = Object.entries(told).filter(([, times]) => times < count / 10)
if (empty.length > 0) say(`too little happened: ${empty.map(([happening]) => happening).join(', ')}`)
if (failed.length > 0) say(`failed: ${failed.join(', ')}`)
if (failed.length > 0 || empty.length > 0) process.exitCode = 1
