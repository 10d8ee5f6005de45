import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../../src-main/core/documents/actor.ts'
import { applySafely } from '../../../src-main/core/documents/apply-safely.ts'
import { DocumentStore } from '../../../src-main/core/documents/document-store.ts'
import type { LoadGuard } from '../../../src-main/core/documents/load-guard.ts'
import { newDocumentId } from '../../../src-main/core/documents/space-documents.ts'
import { ViewDatabase } from '../../../src-main/core/lib/view-database.ts'
import type { DeviceId, DocumentId, SpaceId } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import { changeChunk, contentOf } from '../../support/change-bytes.ts'

const space = 'a'.repeat(64) as SpaceId
const device = 'b'.repeat(64) as DeviceId
const actor = actorOf(actorPrefix(space, device), CORE_SLOT)
const CHANGES = 40

/** What there is of a document, in blocks of one change each; `read` tells which were. */
async function withStore(
  changes: Uint8Array[],
  work: (
    store: DocumentStore,
    id: DocumentId,
    note: (index: number) => Promise<void>,
    read: Set<number>,
  ) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-store-'))
  const views = await ViewDatabase.open(folder)
  const id = newDocumentId()
  const blocks = changes.map((change) => [change])
  const read = new Set<number>()
  const guard: Pick<LoadGuard, 'during'> = { during: (_document, read) => read() }
  const store = new DocumentStore({
    views,
    space,
    readChanges: async (_device, index) => {
      read.add(index)
      return blocks[index]
    },
    guard,
    watched: (_document, work) => work(),
    onBrokenSnapshot: async () => undefined,
    refuse: async () => undefined,
  })
  try {
    const note = async (index: number) => {
      const batch = views.batch()
      store.addTo(batch, { document: id, device, index, at: index })
      await batch.write()
    }
    await work(store, id, note, read)
  } finally {
    await views.close()
    await rm(folder, { recursive: true, force: true })
  }
}

test('[DO6] two readings of a document, of which the later ends first, lose no change', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-store-'))
  const views = await ViewDatabase.open(folder)
  try {
    let document = A.from<Fields>({ count: 0 }, { actor })
    for (let count = 1; count < CHANGES; count++) {
      document = A.change(document, (draft) => {
        draft.count = count
      })
    }
    const blocks = A.getAllChanges(document).map((change) => [change])
    const id = newDocumentId()
    let isSlow = true
    const slow = new EventEmitter().setMaxListeners(0)
    const store = new DocumentStore({
      views,
      space,
      readChanges: async (_device, index) => {
        slow.emit('begun')
        if (isSlow) await once(slow, 'released')
        return blocks[index]
      },
      guard: { during: (_document, read) => read() },
      watched: (_document, work) => work(),
      onBrokenSnapshot: async () => undefined,
      refuse: async () => undefined,
    })
    const note = async (index: number) => {
      const batch = views.batch()
      store.addTo(batch, { document: id, device, index, at: index })
      await batch.write()
    }
    for (let index = 0; index < CHANGES - 1; index++) await note(index)
    const begun = once(slow, 'begun')
    const early = store.load(id, actor)
    await begun
    isSlow = false
    await note(CHANGES - 1)
    const late = store.load(id, actor)
    // It ends first where nothing holds it back.
    await Promise.race([late, setTimeout(100)])
    slow.emit('released')
    await Promise.all([early, late])
    expect((await store.load(id, actor))?.document.count).toBe(CHANGES - 1)
  } finally {
    await views.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('[DO13] a forged change that Automerge applies and cannot save costs nobody the document', async () => {
  let document = A.from<Fields>({ title: 'Charte', deletedAt: 1, count: 0 }, { actor })
  const first = A.getAllChanges(document)
  const deleted = A.change(A.clone(document, { actor: actorOf(actorPrefix(space, device), 7) }), (draft) => {
    draft.deletedAt = 2
  })
  const [change = new Uint8Array()] = A.getChangesSince(deleted, A.getHeads(document))
  // It says that it follows upon a field of another name.
  const content = Buffer.from(contentOf(change))
  content.write('D', content.indexOf('deletedAt'))
  const forged = changeChunk(content)
  expect(() => A.load(A.save(A.applyChanges(A.clone(document), [forged])[0]))).toThrow()
  for (let count = 1; count < CHANGES; count++) {
    document = A.change(document, (draft) => {
      draft.count = count
    })
  }
  const later = A.getAllChanges(document).slice(first.length)
  await withStore([...first, forged, ...later], async (store, id, note) => {
    for (let index = 0; index < first.length + 1 + later.length; index++) await note(index)
    for (let times = 0; times < 3; times++) {
      const loaded = await store.load(id, actor)
      expect(loaded?.document).toMatchObject({ title: 'Charte', count: CHANGES - 1 })
    }
  })
})

test('[DO8] a change that waits for what never comes does not make everybody read the whole document each time', async () => {
  let document = A.from<Fields>({ title: 'Charte', count: 0 }, { actor })
  for (let count = 1; count < CHANGES; count++) {
    document = A.change(document, (draft) => {
      draft.count = count
    })
  }
  let other = A.clone(document, { actor: actorOf(actorPrefix(space, device), 7) })
  for (const title of ['Jamais arrivée', 'En attente']) {
    other = A.change(other, (draft) => {
      draft.title = title
    })
  }
  const [, orphan = new Uint8Array()] = A.getChangesSince(other, A.getHeads(document))
  const changes = [...A.getAllChanges(document), orphan]
  await withStore(changes, async (store, id, note, read) => {
    for (const index of changes.keys()) await note(index)
    await store.load(id, actor)
    read.clear()
    const loaded = await store.load(id, actor)
    expect(loaded?.document).toMatchObject({ title: 'Charte', count: CHANGES - 1 })
    expect(loaded?.waiting).toHaveLength(1)
    expect([...read]).toEqual([CHANGES])
  })
})

test('[DO13] a change that makes Automerge panic costs nobody the document, open or not', async () => {
  const document = A.from<Fields>({ title: 'Charte', deletedAt: 1 }, { actor })
  const hostile = A.change(A.clone(document, { actor: actorOf(actorPrefix(space, device), 7) }), (draft) => {
    draft.future = { list: [1, 2, 3] }
  })
  const [change = new Uint8Array()] = A.getChangesSince(hostile, A.getHeads(document))
  const content = Buffer.from(contentOf(change))
  const panics: Uint8Array[] = []
  for (let at = 0; at < content.length; at++) {
    for (const bit of [1, 2, 4, 64]) {
      const damaged = Buffer.from(content)
      damaged[at] = (damaged[at] ?? 0) ^ bit
      try {
        A.applyChanges(A.clone(document), [changeChunk(damaged)])
      } catch (thrown) {
        if (String(thrown).startsWith('PanicError')) panics.push(changeChunk(damaged))
      }
    }
  }
  expect(panics.length).toBeGreaterThan(0)
  let open = A.clone(document, { actor: actorOf(actorPrefix(space, device), 8) })
  for (const panic of panics) {
    open = applySafely(open, [panic]).document
    open = A.change(open, (draft) => {
      draft.title = 'La charte'
    })
  }
  expect(A.toJS(A.load<Fields>(A.save(open)))).toEqual({ title: 'La charte', deletedAt: 1 })
})
