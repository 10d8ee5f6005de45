import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as A from '@automerge/automerge'
import { expect, test } from 'vitest'
import { actorOf, actorPrefix, CORE_SLOT } from '../../../src-main/core/documents/actor.ts'
import { DocumentStore } from '../../../src-main/core/documents/document-store.ts'
import { newDocumentId } from '../../../src-main/core/documents/space-documents.ts'
import { ViewDatabase } from '../../../src-main/core/lib/view-database.ts'
import type { DeviceId, SpaceId } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'

const space = 'a'.repeat(64) as SpaceId
const device = 'b'.repeat(64) as DeviceId
const actor = actorOf(actorPrefix(space, device), CORE_SLOT)
const CHANGES = 40

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
    const store = new DocumentStore(
      views,
      space,
      async (_device, index) => {
        slow.emit('begun')
        if (isSlow) await once(slow, 'released')
        return blocks[index]
      },
      { during: (_document, read) => read() },
    )
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
