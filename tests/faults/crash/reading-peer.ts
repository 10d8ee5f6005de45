/**
 * A core of its own process, which dies while it reads a heavy document (`die FOLDER`), is busy with one for ever
 * (`hang FOLDER`), or says what works (`look FOLDER`), one JSON line on its output.
 */
import * as A from '@automerge/automerge'
import { Core } from '../../../src-main/core/core.ts'
import { actorOf } from '../../../src-main/core/documents/actor.ts'
import { HEAVY_OPERATIONS } from '../../../src-main/core/documents/load-guard.ts'
import { OpenDocuments } from '../../../src-main/core/documents/open-documents.ts'
import { newDocumentId } from '../../../src-main/core/documents/space-documents.ts'
import { createHandlers } from '../../../src-main/core/handlers.ts'
import type { DocumentId, PageId, SpaceId } from '../../../src-shared/ids.ts'
import { newPage } from '../../../src-shared/model/page.ts'
import { summarise } from '../../../src-shared/model/row.ts'
import { codeOfRejection } from '../../support/code-of.ts'
import { PATIENCE } from '../../support/patience.ts'
import type { Seen } from './seen.ts'

const [what, folder = ''] = process.argv.slice(2)

const core = await Core.start({
  folder,
  wires: () => [],
  // A busy machine takes longer over the heavy document that is tried again: only what hangs for ever is ended soon.
  patience: what === 'hang' ? 1_000 : PATIENCE,
  log: (line) => {
    // As the system does to a process that takes all memory: at once, and without a word.
    if (what === 'die' && line.startsWith('reading ')) process.kill(process.pid, 'SIGKILL')
  },
})
const open = new OpenDocuments(() => core.now())
const call = createHandlers(core, open, 1)

if (what === 'die') await writePage(HEAVY_OPERATIONS)
else if (what === 'hang') await hangOver(await writePage(10))
else process.stdout.write(`${JSON.stringify(await look())}\n`)
await open.stop()
await core.stop()

/** A page within all budgets, that comes as others' pages do: out of a log, to be read in the background. */
async function writePage(letters: number): Promise<{ space: SpaceId; document: DocumentId }> {
  const place = { name: 'Cédille', commune: 'Crest' }
  const { space } = await call['space.create']({ name: 'Drôme', place })
  await call['page.create']({ space, fields: { title: 'Charte' } })
  const home = core.space(space)
  const { documents } = home
  const actor = actorOf(documents.ownPrefix, 9)
  const fields = { ...newPage({ title: 'Lourde' }, core.now()), text: '' }
  const page = A.change(A.from<Record<string, unknown>>(fields, { actor }), (draft) =>
    A.splice(draft, ['text'], 0, 0, 'x'.repeat(letters)),
  )
  const changed = {
    document: newDocumentId(),
    changes: A.getAllChanges(page),
    at: core.now(),
    summary: summarise(page),
  }
  await home.append([{ kind: 'changed', ...changed }])
  await documents.prepared()
  return { space, document: changed.document }
}

/** As Automerge does over what nobody foresaw: nothing else of this thread runs any more. */
async function hangOver({ space, document }: { space: SpaceId; document: DocumentId }): Promise<void> {
  core.watched(space, document, () => {
    for (;;);
  })
}

async function look(): Promise<Seen> {
  const [row] = core.spaceRows()
  if (!row) throw new Error('there is no space')
  const { space } = row
  await core.space(space).documents.prepared()
  const titles = async () =>
    (await call['page.list']({ space, bin: false, sort: 'title', offset: 0, limit: 100 })).pages
      .map(({ title }) => title)
      .toSorted()
  const { setAside } = await call['space.setAside']({ space })
  const heavy = setAside[0]?.document as PageId
  const opened = await codeOfRejection(call['page.open']({ space, page: heavy }))
  const { page } = await call['page.create']({ space, fields: { title: 'Suite' } })
  await call['page.edit']({ space, page, fields: { title: 'Suite et fin' } })
  const listedTitles = await titles()
  await call['space.tryAgain']({ space, document: heavy })
  await core.space(space).documents.prepared()
  const { setAside: left } = await call['space.setAside']({ space })
  return {
    setAside: setAside.map(({ device, reason }) => ({ device, reason })),
    opened,
    titles: listedTitles,
    leftAfterTrying: left.length,
    openedAfterTrying: await codeOfRejection(call['page.open']({ space, page: heavy })),
  }
}
