import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as A from '@automerge/automerge'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../../src-main/core/documents/actor.ts'
import { Directory } from '../../../src-main/core/documents/directory.ts'
import { DocumentStore } from '../../../src-main/core/documents/document-store.ts'
import { Preparation } from '../../../src-main/core/documents/preparation.ts'
import { SetAsideList } from '../../../src-main/core/documents/set-aside.ts'
import { newDocumentId } from '../../../src-main/core/documents/space-documents.ts'
import { ViewDatabase } from '../../../src-main/core/lib/view-database.ts'
import { AppError } from '../../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId } from '../../../src-shared/ids.ts'
import { until } from '../../support/until.ts'

const space = 'a'.repeat(64) as SpaceId
const [device, mallory] = ['b'.repeat(64), 'c'.repeat(64)] as [DeviceId, DeviceId]
const actor = actorOf(actorPrefix(space, device), CORE_SLOT)
const page = { schema: 1, type: 'page', title: 'Charte', body: '' }

let folder: string
let views: ViewDatabase
let preparation: Preparation
let newPreparation: () => Preparation
/** Documents in the order in which they were read. */
let read: DocumentId[]
let isFlood: boolean

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-preparation-'))
  views = await ViewDatabase.open(folder)
  const store = new DocumentStore({
    views,
    space,
    readChanges: async () => undefined,
    guard: { during: (_document, work) => work() },
    watched: (_document, work) => work(),
    refuse: async () => undefined,
    onBrokenSnapshot: async () => undefined,
  })
  newPreparation = () =>
    new Preparation(
      {
        space,
        device,
        views,
        store,
        directory: new Directory(views, space),
        setAside: new SetAsideList(views, space),
        search: { put: () => undefined, remove: () => undefined, commit: async () => undefined },
        isReceiving: () => false,
        now: () => 1,
        onUnread: () => undefined,
      },
      actor,
    )
  preparation = newPreparation()
  read = []
  isFlood = true
  vi.spyOn(store, 'load').mockImplementation(async (id) => {
    read.push(id)
    if (isFlood) announce()
    return undefined
  })
  await preparation.start()
})

afterEach(async () => {
  vi.restoreAllMocks()
  isFlood = false
  await preparation.stop()
  await views.close()
  await rm(folder, { recursive: true, force: true })
})

test('[DO24] nothing is read before every log is open, whatever arrives until then', async () => {
  const early = newPreparation()
  try {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    isFlood = false
    const id = newDocumentId()
    early.expect(views.batch(), id, 1)
    early.settled(id, mallory)
    early.beginSoon()
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    expect(read).not.toContain(id)
    await early.prepared()
    expect(read).not.toContain(id)
    await early.start()
    await until(() => read.includes(id))
  } finally {
    vi.useRealTimers()
    await early.stop()
  }
})

/** One more page of which nothing can be made. */
function announce(): void {
  const id = newDocumentId()
  preparation.expect(views.batch(), id, 1)
  preparation.settled(id, mallory)
  preparation.beginSoon()
}

const readsPast = (count: number) => until(() => read.length > count)

test('[DO10] a document that somebody asks for is read again also while a member writes without an end', async () => {
  announce()
  await readsPast(5)
  const asked = newDocumentId()
  preparation.readAgain([asked])
  await until(() => read.includes(asked))
})

test('[DO7] a row that the disk refused follows also while a member writes without an end', async () => {
  announce()
  await readsPast(5)
  const id = newDocumentId()
  const document = A.from(page, { actor })
  await preparation.whileWriting([id], async () => {
    preparation.expect(views.batch(), id, 1)
    preparation.settled(id, device)
    const batch = views.batch()
    let refuse: () => void = () => undefined
    const refused = new Promise<void>((_, reject) => {
      refuse = () => reject(new AppError('disk-failed', 'EIO'))
    })
    vi.spyOn(batch, 'write').mockReturnValueOnce(refused)
    vi.spyOn(views, 'batch').mockReturnValueOnce(batch)
    const listing = preparation.listWritten([{ id, document, updatedAt: 1 }])
    // It has had its turn: there was nothing to read of what is being listed.
    await readsPast(read.length + 5)
    expect(read).not.toContain(id)
    refuse()
    await listing
  })
  await until(() => read.includes(id))
})

test('[DO7] rows of one document reach the disk in the order in which they were shown, however slow the first', async () => {
  isFlood = false
  const id = newDocumentId()
  const written: string[] = []
  let release: () => void = () => undefined
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  const listing = ['Charte', 'La charte'].map(async (title, turn) => {
    preparation.expect(views.batch(), id, turn)
    const batch = views.batch()
    vi.spyOn(batch, 'write').mockImplementationOnce(async () => {
      if (turn === 0) await slow
      written.push(title)
    })
    vi.spyOn(views, 'batch').mockReturnValueOnce(batch)
    await preparation.listWritten([{ id, document: A.from({ ...page, title }, { actor }), updatedAt: turn }])
  })
  setImmediate(release)
  await Promise.all(listing)
  expect(written).toEqual(['Charte', 'La charte'])
  preparation.settled(id, device)
  preparation.settled(id, device)
})
