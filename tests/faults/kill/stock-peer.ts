import { randomBytes } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type AutomergeUrl, type DocHandle, Repo } from '@automerge/automerge-repo'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import type { Begin, Claim, Report } from './messages.ts'

/* The control: automerge-repo with its storage on files, as published, under the same harness. */

const EDIT_BYTES = 100_000
type Text = { text: string; filler: Uint8Array }

process.on('disconnect', () => process.exit())
process.on('message', (begin: Begin) => {
  tell({ report: 'begun' })
  live(begin).catch((thrown: unknown) => tell({ report: 'failed', reason: String(thrown) }))
})
async function live({ folder, phase, claims, life }: Begin): Promise<void> {
  const torn = await emptyFiles(folder)
  const repo = new Repo({ network: [], storage: new NodeFSStorageAdapter(folder) })
  const lost: Claim[] = []
  for (const claim of claims) if (!(await holds(repo, claim))) lost.push(claim)
  if (torn.length > 0) tell({ report: 'failed', reason: `torn: ${torn.length} empty files` })
  tell({ report: 'checked', lost })
  if (phase === 'checking') return process.exit()
  const handle: DocHandle<Text> = repo.create<Text>({ text: '', filler: new Uint8Array() })
  for (let word = 0; ; word++) {
    const marker = `mot${life}n${word}z`
    handle.change((draft) => {
      draft.text = `${draft.text} ${marker}`
      draft.filler = randomBytes(EDIT_BYTES)
    })
    await repo.flush()
    tell({ report: 'acknowledged', claim: { kind: 'page', id: handle.url, marker } })
  }
}

async function holds(repo: Repo, { id, marker }: Claim): Promise<boolean> {
  const handle = await repo
    .find<Text>(id as AutomergeUrl, { signal: AbortSignal.timeout(5_000) })
    .catch(() => undefined)
  return handle?.doc().text.includes(marker) ?? false
}

async function emptyFiles(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(names.map(async (name) => ({ name, found: await stat(join(path, name)) })))
  return sizes.filter(({ found }) => found.isFile() && found.size === 0).map(({ name }) => name)
}

function tell(report: Report): void {
  process.send?.(report)
}
