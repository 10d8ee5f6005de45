/**
 * Whole cores that live through random stories, in a network that falls apart and with clocks that are years off:
 * `npm run fuzz -- converge --seeds 2000 --cores 5 --from 1`, or `--seeds 1 --cores 50`.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runStory, type StoryOptions } from '../support/convergence-story.ts'
import { addTold, nothingTold, tooSeldom } from '../support/happenings.ts'

/** A run of hours must be seen to go on. */
const STORIES_PER_LINE = 50

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string' },
    cores: { type: 'string', default: '5' },
    steps: { type: 'string' },
    at: { type: 'string', default: String(availableParallelism() * 2) },
  },
})
const count = Number(values.seeds)
const start = values.from === undefined ? Date.now() % 1_000_000_000 : Number(values.from)
const cores = Number(values.cores)
const options: Omit<StoryOptions, 'seed'> = { cores, rough: true, ...(values.steps && { steps: Number(values.steps) }) }
const told = nothingTold()
const failed: number[] = []
const began = Date.now()
let next = 0
let ended = 0

function secondsSince(start: number): string {
  return ((Date.now() - start) / 1000).toFixed(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Takes one seed after the other until none is left. */
async function work(): Promise<void> {
  while (next < count) {
    const seed = start + next++
    try {
      addTold(told, await runStory({ seed, ...options }))
    } catch (reason) {
      failed.push(seed)
      say(`seed ${seed} failed: ${reason instanceof Error ? reason.stack : String(reason)}`)
    }
    ended++
    if (ended % STORIES_PER_LINE === 0) say(`${ended} of ${count}, ${failed.length} failed, ${secondsSince(began)} s`)
  }
}

process.on('unhandledRejection', (reason) => {
  say(`unhandled, in one of the seeds under way: ${reason instanceof Error ? reason.stack : String(reason)}`)
  process.exitCode = 1
})

await Promise.all(Array.from({ length: Number(values.at) }, work))
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
say(
  `${count} stories of ${cores} cores from seed ${start} in ${secondsSince(began)} s, ${megabytes} MB: ${JSON.stringify(told)}`,
)
const seldom = tooSeldom(told, count, cores)
if (seldom.length > 0) say(`too little happened: ${seldom.join(', ')}`)
if (failed.length > 0) say(`failed: ${failed.join(', ')}`)
if (failed.length > 0 || seldom.length > 0) process.exitCode = 1
