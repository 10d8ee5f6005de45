/**
 * What the search costs at ten thousand pages: `node --expose-gc --import tsx tests/bench/search-index.ts`.
 * The figures are written to standard output.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SearchIndex } from '../../src-main/core/index/search-index.ts'
import { ViewDatabase } from '../../src-main/core/lib/view-database.ts'
import type { DocumentId, SpaceId } from '../../src-shared/ids.ts'

const PAGES = 10_000
const BODY = 4_000
const space = '5a'.repeat(32) as SpaceId

let state = 42
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

const syllables =
  'ba con de fi gra im la me nou pre qui re sa tri ver prim ante cou pe bois ate lier é mai son eur'.split(' ')
const vocabulary = Array.from({ length: 40_000 }, () =>
  Array.from({ length: 1 + Math.floor(random() * 4) }, () => syllables[Math.floor(random() * syllables.length)]).join(
    '',
  ),
)
/** Few words make most of a text, as in a language. */
const word = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? 'de'
function text(length: number): string {
  let written = ''
  while (written.length < length) written += `${word()} `
  return written
}
function page(number: number) {
  const id = `doc${String(number).padStart(20, '1')}` as DocumentId
  return { id, kind: 'page' as const, text: { title: text(30), tags: word(), body: text(BODY) } }
}

/** Private memory: pages of files that the system may drop at will are not counted. */
function megabytes(): number {
  const anonymous = /Anonymous: +(\d+)/.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1]
  return Math.round(Number(anonymous) / 1024)
}
const heap = () => Math.round(process.memoryUsage().heapUsed / 2 ** 20)
const rest = () => (globalThis as { gc?: () => void }).gc?.()
const say = (line: string) => process.stdout.write(`${line}\n`)

const folder = await mkdtemp(join(tmpdir(), 'search-bench-'))
let views = await ViewDatabase.open(folder)
rest()
const before = megabytes()
let index = new SearchIndex(views, space)
let making = 0
let longest = 0
const start = performance.now()
for (let number = 0; number < PAGES; number += 1) {
  const made = performance.now()
  index.put(page(number))
  making += performance.now() - made
  if (number % 250 === 249) {
    const began = performance.now()
    await index.commit()
    longest = Math.max(longest, performance.now() - began)
  }
}
const indexing = Math.round(performance.now() - start - making)
rest()
say(`${PAGES} pages of ${BODY} characters indexed in ${indexing} ms; longest commit of 250: ${longest.toFixed(0)} ms`)
say(
  `memory: ${before} MB before, ${megabytes()} MB after; of which heap ${heap()} MB; rss ${Math.round(process.memoryUsage.rss() / 2 ** 20)}`,
)

const again = performance.now()
index.put(page(77))
await index.commit()
say(`one page replaced: ${(performance.now() - again).toFixed(1)} ms`)

await views.close()
views = await ViewDatabase.open(folder)
const opened = performance.now()
index = new SearchIndex(views, space)
say(`opening the index: ${(performance.now() - opened).toFixed(2)} ms`)

const times: number[] = []
const slowest: [number, string][] = []
let found = 0
for (let turn = 0; turn < 600; turn += 1) {
  const asked = Array.from({ length: 1 + (turn % 3) }, word).join(' ')
  const typed = asked.slice(0, Math.max(1, asked.length - Math.floor(random() * 4)))
  const began = performance.now()
  found += (await index.query(typed, 20)).length
  const took = performance.now() - began
  if (turn < 100) continue
  times.push(took)
  slowest.push([took, typed])
}
times.sort((one, other) => one - other)
slowest.sort(([one], [other]) => other - one)
const quantile = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
say(`queries: p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, longest ${quantile(0.999)} ms; ${found} hits`)
say(
  slowest
    .slice(0, 8)
    .map(([took, typed]) => `${took.toFixed(0)} ms "${typed}"`)
    .join(', '),
)
const single: string[] = []
for (const typed of ['d', 'de', 'con', 'cons', 'prim', 'a b c d e f g h i j k l m n o p q r s t u v']) {
  const began = performance.now()
  await index.query(typed, 20)
  single.push(`"${typed.slice(0, 8)}" ${(performance.now() - began).toFixed(1)}`)
}
say(single.join(', '))
rest()
say(`memory after queries: ${megabytes()} MB`)
const large = performance.now()
index.put({ id: 'large' as DocumentId, kind: 'page', text: { title: 'large', tags: '', body: text(1_000_000) } })
const built = performance.now()
await index.commit()
say(`a body of 1 MB indexed in ${(performance.now() - built).toFixed(0)} ms (made in ${(built - large).toFixed(0)})`)
await views.close()
await rm(folder, { recursive: true })
