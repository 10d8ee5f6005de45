import { setTimeout } from 'node:timers/promises'
import type { Core } from '../../../src-main/core/core.ts'
import { OpenDocuments } from '../../../src-main/core/documents/open-documents.ts'
import { createHandlers } from '../../../src-main/core/handlers.ts'
import { startCore } from '../../../src-main/core/start-core.ts'
import { toAppError } from '../../../src-shared/errors.ts'
import type { BlobHash, PageId, SpaceId } from '../../../src-shared/ids.ts'
import type { Handlers } from '../../../src-shared/ipc/endpoint.ts'
import { noisePicture } from '../../support/noise-picture.ts'

/*
 * A place that works while its disk fails, as a person would: what is refused is tried again. Tells at the end what
 * was acknowledged and is not there, and every refusal that was not a sentence.
 */

const [folder = ''] = process.argv.slice(2)
/** Tries of one thing before it counts as hanging, and the pause between them: longer than any fault of the bench. */
const TRIES = 250
const PAUSE = 100

const pages: { page: PageId; words: string[] }[] = []
const pictures: BlobHash[] = []
const codes = new Set<string>()
const unexpected: string[] = []
process.on('unhandledRejection', (reason) => unexpected.push(`unhandled: ${describe(reason)}`))

let isSpent = false
let core = await started()
let call = commands()
const { space } = await insist(() =>
  call['space.create']({ name: 'Drôme', place: { name: 'Le Fournil', commune: 'Die' } }),
)
for (let number = 0; number < 3; number++) await writePage(space, number)
const { hash } = await insist(() =>
  call['blob.add']({ space, bytes: new Uint8Array(noisePicture(40)), name: 'bruit.png' }),
)
pictures.push(hash)
await insist(() => call['settings.set']({ settings: { language: 'en' } }))
await core.stop()
await reopen()
const lost = await missing()
await core.stop()
process.stdout.write(
  JSON.stringify({ acknowledged: pages.length + pictures.length, lost, codes: [...codes], unexpected }),
)
process.exit()

async function started(): Promise<Core> {
  const running = await insist(() => startCore({ folder, offline: true }))
  isSpent = false
  running.once('spent', () => {
    isSpent = true
  })
  return running
}

function commands(): Handlers {
  return createHandlers(core, new OpenDocuments(() => core.now()), 0)
}

async function reopen(): Promise<void> {
  core = await started()
  call = commands()
}

async function writePage(here: SpaceId, number: number): Promise<void> {
  const title = `page${number}`
  const { page } = await insist(() => call['page.create']({ space: here, fields: { title }, markdown: 'début' }))
  const written = { page, words: [title, 'début'] }
  pages.push(written)
  for (const word of ['un', 'deux']) {
    await insist(() => call['page.replaceBody']({ space: here, page, markdown: `début ${word}` }))
    written.words = [title, 'début', word]
  }
}

/** Tries until it succeeds; a core that is spent is stopped and started, as the shell does. */
async function insist<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await work()
    } catch (thrown) {
      note(thrown)
      await setTimeout(PAUSE)
      if (!isSpent) continue
      isSpent = false
      await core.stop().catch(note)
      await reopen()
    }
  }
  throw new Error(`still refused after ${TRIES} tries: ${[...codes].join(', ')}`)
}

function note(thrown: unknown): void {
  const { code } = toAppError(thrown)
  codes.add(code)
  if (code === 'internal') unexpected.push(describe(thrown))
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.stack} ${thrown.cause ?? ''}` : String(thrown)
}

async function missing(): Promise<string[]> {
  const lost: string[] = []
  await core.space(space).documents.prepared()
  for (const { page, words } of pages) {
    const { title, content } = await call['page.read']({ space, page, format: 'markdown' })
    lost.push(...words.filter((word) => !`${title} ${content}`.includes(word)))
    const { hits } = await call['search.query']({ space, text: words.join(' '), limit: 5 })
    if (!hits.some(({ id }) => id === page)) lost.push(`${title} is not found`)
  }
  for (const picture of pictures) await call['blob.read']({ space, hash: picture }).catch(() => lost.push(picture))
  return lost
}
