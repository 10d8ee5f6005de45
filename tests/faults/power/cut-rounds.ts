import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chance } from '../../support/random.ts'
import {
  type Aftermath,
  describe as describeKills,
  type KillOptions,
  type KillResult,
  killRounds,
} from '../kill/rounds.ts'
import { compilePreload } from '../preload/preload.ts'
import { cutPower } from './power-cut.ts'
import { bytesAfter, type Recorded, RecordedDisk } from './recorded-disk.ts'
import { readRecording } from './recording.ts'

export interface CutOptions extends Omit<KillOptions, 'aftermath'> {
  /** The control: syncs below `journal/` count for nothing. */
  forgetsJournal?: boolean
}

export interface CutResult extends KillResult {
  /** Calls that were written down. */
  calls: number
  /** Names and files that are not as the process had left them. */
  forgotten: number
  /** How often which fate met what was not synced. */
  fates: Record<string, number>
}

/**
 * Kills processes as `killRounds` does, and puts each time in the place of their data folder what a power cut could have
 * left of it, as the seed says.
 */
export async function cutRounds({ forgetsJournal = false, ...options }: CutOptions): Promise<CutResult> {
  const root = await mkdtemp(join(tmpdir(), 'maillage-power-'))
  const result = { calls: 0, forgotten: 0, fates: {} as Record<string, number> }
  const random = chance(options.seed)
  let disk: RecordedDisk | undefined
  const counts = (path: string) => !(forgetsJournal && path.includes('journal/'))
  const aftermath: Aftermath = {
    root,
    env: {
      LD_PRELOAD: await compilePreload('record-calls', root),
      RECORD_FOLDER: join(root, 'maillage-kill-'),
      RECORD_TO: join(root, 'record'),
      // Calls that are handed to the kernel by other ways would not be seen.
      UV_USE_IO_URING: '0',
    },
    async before(folder) {
      // Where the data folder is made is part of the disk.
      await mkdir(dirname(folder), { recursive: true })
      disk = await RecordedDisk.read(dirname(folder), counts)
    },
    async after(folder, { pid, isKilled }) {
      const record = join(root, `record.${pid}`)
      const calls = await readRecording(record)
      if (!disk) throw new Error('nothing is known of the disk')
      disk.play(calls)
      await checkRecord(disk, dirname(folder), isKilled)
      result.calls += calls.length
      await rm(record, { force: true })
      const { fates, forgotten } = await cutPower({ folder: dirname(folder), disk, random })
      result.fates[fates] = (result.fates[fates] ?? 0) + 1
      result.forgotten += forgotten
    },
  }
  try {
    return Object.assign(await killRounds({ ...options, aftermath }), result)
  } finally {
    await rm(root, { recursive: true })
  }
}

export function describe(result: CutResult): string {
  const { calls, forgotten } = result
  return `${describeKills(result)}; ${calls} calls written down, ${forgotten} names and files forgotten`
}

/** What was written down is what happened, or the record missed a call. One may have been under way when the process was killed. */
async function checkRecord(disk: RecordedDisk, folder: string, isKilled: boolean): Promise<void> {
  const different = await differences(disk.root, folder)
  if (different.length > (isKilled ? 2 : 0)) throw new Error(`not in the record: ${different.join(', ')}`)
}

async function differences(what: Recorded, path: string): Promise<string[]> {
  if (what.kind === 'file') {
    const bytes = await readFile(path).catch(() => undefined)
    return bytes?.equals(bytesAfter(what.before, what.changes)) ? [] : [path]
  }
  const names = await readdir(path).catch(() => [])
  const unknown = names.filter((name) => !what.now.has(name) && !/^LOG(\.old.*)?$/.test(name))
  const inner = await Promise.all([...what.now].map(([name, entry]) => differences(entry, join(path, name))))
  return [...unknown.map((name) => join(path, name)), ...inner.flat()]
}
