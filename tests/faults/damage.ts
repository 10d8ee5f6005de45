/**
 * Every data file damaged in every way, and what becomes of it: `npm run faults -- damage`. With `--share 0.5` half of the
 * cases, which the seed picks.
 */
import { rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { chance } from '../support/random.ts'
import { describe, everyCase, runCases } from './damage/damage-cases.ts'
import { fillFolders } from './damage/filled-folder.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, only: { type: 'string' }, share: { type: 'string', default: '1' } },
})
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
const share = Number(values.share)
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Fewer would prove little: a folder has at least so many files, each damaged in most of the ways. */
const ENOUGH = 100

const crashes: string[] = []
process.on('unhandledRejection', (reason) => crashes.push(String((reason as Error)?.stack ?? reason)))

const filled = await fillFolders()
const random = chance(seed)
const cases = (await everyCase(filled, seed))
  .filter(({ file }) => !values.only || file.includes(values.only))
  .filter(() => random.next() < share)
const report = await runCases(filled, cases, say)
await rm(filled.folder, { recursive: true })
for (const crash of crashes) say(`nobody awaited: ${crash}`)
say(`seed ${seed}: ${describe(report)}`)
const isProven =
  report.failures.length === 0 && crashes.length === 0 && report.cases >= (values.only ? 1 : ENOUGH * share)
process.exitCode = isProven ? 0 : 1
