import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { FolderGuard } from '../../../src-main/core/damage/folder-guard.ts'
import { makeFolder, syncFolder } from '../../../src-main/core/lib/durable-file.ts'
import { Journal } from '../../../src-main/core/log/journal.ts'
import { salvageJournal } from '../../../src-main/core/log/journal-salvage.ts'
import type { Begin, Claim, Report } from './messages.ts'

/* The journal alone, written so fast that LevelDB goes on in new files all the time. */

const LOG = 'log'
const BLOCK_BYTES = 200_000

process.on('disconnect', () => process.exit())
process.on('message', (begin: Begin) => {
  tell({ report: 'begun' })
  live(begin).catch((thrown: unknown) => tell({ report: 'failed', reason: inspect(thrown) }))
})
async function live({ folder, phase, claims }: Begin): Promise<void> {
  await makeFolder(folder)
  const journal = await openJournal(folder)
  tell({ report: 'checked', lost: await missing(journal, claims) })
  if (phase === 'checking') {
    await journal.close()
    return process.exit()
  }
  for (let index = await journal.lengthOf(LOG); ; index++) {
    const block = randomBytes(BLOCK_BYTES)
    await journal.write([{ log: LOG, index, block }])
    tell({ report: 'acknowledged', claim: { kind: 'page', id: String(index), marker: markerOf(block) } })
  }
}

/** As a core does: one that cannot be opened is moved away, and what is whole of it is kept. */
async function openJournal(folder: string): Promise<Journal> {
  const guard = await FolderGuard.open({ folder, now: Date.now, bytesAtStart: 0 })
  const journal = await guard.opening('journal', () => Journal.open(join(folder, 'journal')))
  for (const { place, damaged } of guard.incidents.toSalvage('journal')) {
    await salvageJournal(join(folder, place, 'journal'), damaged, journal)
    await guard.incidents.salvaged(place)
  }
  await syncFolder(folder)
  return journal
}

async function missing(journal: Journal, claims: Claim[]): Promise<Claim[]> {
  const wanted = new Map(claims.map((claim) => [Number(claim.id), claim]))
  for await (const { index, block } of journal.entries(LOG, 0)) {
    if (wanted.get(index)?.marker === markerOf(block)) wanted.delete(index)
  }
  return [...wanted.values()]
}

function markerOf(block: Uint8Array): string {
  return Buffer.from(block.subarray(0, 16)).toString('hex')
}

function tell(report: Report): void {
  process.send?.(report)
}
