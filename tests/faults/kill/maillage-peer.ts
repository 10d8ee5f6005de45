import { inspect } from 'node:util'
import { next as A } from '@automerge/automerge'
import type { Core } from '../../../src-main/core/core.ts'
import { OpenDocuments } from '../../../src-main/core/documents/open-documents.ts'
import { createHandlers } from '../../../src-main/core/handlers.ts'
import { startCore } from '../../../src-main/core/start-core.ts'
import type { BlobHash, PageId, SpaceId } from '../../../src-shared/ids.ts'
import type { Handlers } from '../../../src-shared/ipc/endpoint.ts'
import { noisePicture } from '../../support/noise-picture.ts'
import { openWindowPage, typeAtEnd } from '../../support/window-page.ts'
import type { Begin, Claim, Report } from './messages.ts'

/* A whole core that works until it is killed, and tells of everything that it was told is saved. */

const [bootstrap = ''] = process.argv.slice(2)
const place = { name: 'Le Fournil', commune: 'Die' }
const WINDOW = 1
const PICTURE_SIDE = 120

interface Place {
  core: Core
  open: OpenDocuments
  call: Handlers
  space: SpaceId
}

let life = ''
let words = 0

process.on('disconnect', () => process.exit())
process.on('message', (begin: Begin) => {
  tell({ report: 'begun' })
  live(begin).catch((thrown: unknown) => tell({ report: 'failed', reason: inspect(thrown) }))
})
async function live(begin: Begin): Promise<void> {
  life = begin.life
  const here = await enter(begin)
  tell({ report: 'checked', lost: await missing(here, begin.claims) })
  switch (begin.phase) {
    case 'typing':
      return type(here)
    case 'importing':
      return forever(() => importNotes(here))
    case 'compacting':
      return compact(here)
    case 'checking':
      await here.core.stop()
      return process.exit()
    default:
      return forever(() => create(here))
  }
}

async function enter({ folder, link, phase }: Begin): Promise<Place> {
  const offline = !link && phase !== 'syncing' && phase !== 'starting'
  const core = await startCore({ folder, bootstrap, host: '127.0.0.1', offline })
  const open = new OpenDocuments(() => core.now())
  const call = createHandlers(core, open, WINDOW)
  const [known] = core.openSpaces()
  if (known) return { core, open, call, space: known.id }
  const { space } = link
    ? await call['invitation.join']({ link, place })
    : await call['space.create']({ name: 'Drôme', place })
  return { core, open, call, space }
}

async function forever(work: () => Promise<void>): Promise<void> {
  for (;;) await work()
}

async function create({ call, space }: Place): Promise<void> {
  const first = marker()
  const { page } = await call['page.create']({ space, fields: { title: first }, markdown: `Le ${first} du début.` })
  acknowledge({ kind: 'page', id: page, marker: first })
  const second = marker()
  await call['page.edit']({ space, page, fields: { title: `${first} puis ${second}` } })
  acknowledge({ kind: 'page', id: page, marker: second })
  const third = marker()
  await call['page.replaceBody']({ space, page, markdown: `Le ${first} du début, ${third} ensuite.` })
  acknowledge({ kind: 'page', id: page, marker: third })
  const { hash } = await call['blob.add']({
    space,
    bytes: new Uint8Array(noisePicture(PICTURE_SIDE)),
    name: 'bruit.png',
  })
  acknowledge({ kind: 'picture', id: hash, marker: '' })
}

async function importNotes({ call, space }: Place): Promise<void> {
  const minutes = marker()
  const names = Array.from({ length: 20 }, marker)
  const { page, resources } = await call['notes.import']({
    space,
    page: { title: minutes, markdown: names.map((name) => `- ${name}`).join('\n') },
    resources: names.map((name) => ({ name, category: 'material' })),
  })
  if (page) for (const name of names) acknowledge({ kind: 'page', id: page, marker: name })
  for (const [index, id] of resources.entries()) acknowledge({ kind: 'resource', id, marker: names[index] ?? '' })
}

/** Edits one page so often that snapshots are taken, and opens it again and again. */
async function compact(here: Place): Promise<void> {
  const { call, space, core } = here
  const { page } = await call['page.create']({ space, fields: { title: marker() }, markdown: 'Au début.' })
  let text = 'Au début.'
  await forever(async () => {
    const word = marker()
    text = `${text} ${word}`
    await call['page.replaceBody']({ space, page, markdown: text })
    acknowledge({ kind: 'page', id: page, marker: word })
    await core.space(space).documents.prepared()
  })
}

/** Types as a window does: over its own port, in bursts, believing only what the core says is saved. */
async function type({ call, space, open }: Place): Promise<void> {
  const { page } = await call['page.create']({ space, fields: { title: marker() }, markdown: '' })
  const handle = await openWindowPage(open, call, space, page)
  let waiting: string[] = []
  open.on('saved', (_space, _page, heads) => {
    const saved = A.view(handle.doc(), heads).body
    for (const word of waiting) if (saved.includes(word)) acknowledge({ kind: 'page', id: page, marker: word })
    waiting = waiting.filter((word) => !saved.includes(word))
  })
  await forever(async () => {
    const word = marker()
    waiting.push(word)
    for (const letter of `${word} `) {
      typeAtEnd(handle, letter)
      await new Promise((typed) => setTimeout(typed, 2))
    }
  })
}

/** Claims that do not hold: what says "not there", or says something else. */
async function missing(here: Place, claims: Claim[]): Promise<Claim[]> {
  if (claims.length > 0) await here.core.space(here.space).documents.prepared()
  const lost: Claim[] = []
  for (const claim of claims) if (!(await holds(here, claim).catch(() => false))) lost.push(claim)
  return lost
}

async function holds({ call, space }: Place, claim: Claim): Promise<boolean> {
  switch (claim.kind) {
    case 'picture':
      return (await call['blob.read']({ space, hash: claim.id as BlobHash })).bytes.length > 0
    case 'resource':
      return call['search.query']({ space, text: claim.marker, limit: 10 }).then(({ hits }) => isAmong(claim, hits))
    case 'page': {
      const { title, content } = await call['page.read']({ space, page: claim.id as PageId, format: 'markdown' })
      const { hits } = await call['search.query']({ space, text: claim.marker, limit: 10 })
      return `${title}\n${content}`.includes(claim.marker) && isAmong(claim, hits)
    }
  }
}

function isAmong({ id }: Claim, hits: { id: string }[]): boolean {
  return hits.some((hit) => hit.id === id)
}

/** A word that stands nowhere else. */
function marker(): string {
  return `mot${life}n${(++words).toString(36)}z`
}

function acknowledge(claim: Claim): void {
  tell({ report: 'acknowledged', claim })
}

function tell(report: Report): void {
  process.send?.(report)
}
