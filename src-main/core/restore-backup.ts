import type Hypercore from 'hypercore'
import { AppError } from '../../src-shared/errors.ts'
import type { SpaceId } from '../../src-shared/ids.ts'
import type { BackedUpSpace, Restored, RestoredSpace, RestoreReport } from '../../src-shared/model/backup.ts'
import type { BackupRecord, HeadOf } from './backup/backup-records.ts'
import { type ReadOptions, readBackup } from './backup/read-backup.ts'
import type { Core } from './core.ts'
import type { StagedCore } from './log/core-copy.ts'
import type { KnownSpace } from './membership/keyring.ts'
import type { Space } from './space.ts'

/** Bytes between two looks at the room on the disk: far less than what is kept free. */
const BYTES_PER_LOOK = 8 * 1024 * 1024

/**
 * Gives this computer what a backup has and it lacks. Nothing here is taken back or replaced: every block goes into its
 * log at its place, once its device's signature was found good, as if a peer had sent it.
 *
 * The file is read twice: what does not open to its end changes nothing.
 * @throws AppError as `readBackup`; `disk-full`, `disk-failed`; `disconnected` when this core goes on under a fresh key
 * and has to be started again before the rest is restored
 */
export async function restoreBackup(core: Core, path: string, options: ReadOptions): Promise<RestoreReport> {
  const { onProgress } = options
  const half = (begin: number): ReadOptions => ({
    ...options,
    onProgress: (done, total) => onProgress?.(begin * total + done, 2 * total),
  })
  for await (const _record of readBackup(path, half(0)));
  const restoring = new Restoring(core)
  try {
    for await (const record of readBackup(path, half(1))) await restoring.take(record)
    return await restoring.report()
  } finally {
    await restoring.stop()
  }
}

interface RestoringSpace {
  backedUp: BackedUpSpace
  state: RestoredSpace['state']
  /** What was there before, by its ids. */
  before: Record<'pages' | 'resources' | 'pictures', Set<string>>
  blocks: RestoredSpace['blocks']
}

/** The core of the file that blocks now belong to. */
interface CurrentCore {
  head: HeadOf<'core'>
  counts: RestoredSpace['blocks']
  /** Absent when nothing of it is wanted: it is all here, or its space is closed, or nobody signed it. */
  staged: StagedCore | undefined
  without: 'present' | 'refused'
}

class Restoring {
  private madeAt = 0
  private readonly spaces = new Map<SpaceId, RestoringSpace>()
  private current: CurrentCore | undefined
  private bytesUntilLook = 0

  constructor(private readonly core: Core) {}

  async take({ head, body }: BackupRecord): Promise<void> {
    switch (head.kind) {
      case 'backup':
        this.madeAt = head.madeAt
        for (const backedUp of head.spaces) await this.addSpace(backedUp)
        return
      case 'keys':
        for (const known of this.core.inheritedSpaces(body)) await this.enter(known)
        return
      case 'core':
        await this.finishCore()
        return this.beginCore(head)
      case 'block':
        return this.takeBlock({ index: head.index, nodes: head.nodes, value: body })
      case 'end':
        return this.finishCore()
    }
  }

  async report(): Promise<RestoreReport> {
    const spaces: RestoredSpace[] = []
    for (const { backedUp, state, before, blocks } of this.spaces.values()) {
      const space = this.openSpace(backedUp.space)
      await space?.readHeld()
      const now = space ? await contentOf(space) : nothing()
      const restored = (what: keyof typeof now): Restored => ({
        added: [...now[what]].filter((id) => !before[what].has(id)).length,
        total: now[what].size,
      })
      const { space: id, name } = backedUp
      const counts = { pages: restored('pages'), resources: restored('resources'), pictures: restored('pictures') }
      spaces.push({ space: id, name, state, ...counts, blocks })
    }
    return { madeAt: this.madeAt, spaces }
  }

  async stop(): Promise<void> {
    await this.current?.staged?.discard()
  }

  private async addSpace(backedUp: BackedUpSpace): Promise<void> {
    const space = this.openSpace(backedUp.space)
    await space?.readHeld()
    this.spaces.set(backedUp.space, {
      backedUp,
      state: space ? 'merged' : 'closed',
      before: space ? await contentOf(space) : nothing(),
      blocks: { added: 0, present: 0, refused: 0 },
    })
  }

  private async enter(known: KnownSpace): Promise<void> {
    const restoring = this.spaces.get(known.space)
    if (restoring?.state !== 'closed') return
    await this.core.enterRestored(known)
    restoring.state = 'entered'
  }

  private async beginCore(head: HeadOf<'core'>): Promise<void> {
    const restoring = this.spaces.get(head.space)
    if (!restoring) throw new AppError('unreadable', 'a log of a space that the backup does not name')
    const counts = restoring.blocks
    this.current = { head, counts, staged: undefined, without: 'present' }
    const space = this.openSpace(head.space)
    if (!space) return
    if (!space.mayFollow(head.device)) {
      this.current.without = 'refused'
      return
    }
    if ((await targetOf(space, head)).contiguousLength >= head.length) return
    const staged = await this.core.stageCore(space, head.holds, head.device)
    this.current = { head, counts, staged, without: 'refused' }
    if (await staged.begin(head)) return
    this.current.staged = undefined
    await staged.discard()
  }

  private async takeBlock(block: Parameters<StagedCore['add']>[0]): Promise<void> {
    if (!this.current) return
    const { staged, counts, without } = this.current
    if (!staged) counts[without] += 1
    else if (!(await staged.add(block))) counts.refused += 1
    if (!staged) return
    this.bytesUntilLook -= block.value.length
    if (this.bytesUntilLook > 0) return
    this.bytesUntilLook = BYTES_PER_LOOK
    if (!(await this.core.hasRoom())) throw new AppError('disk-full', 'the room that is left is kept free')
  }

  private async finishCore(): Promise<void> {
    const { current } = this
    if (!current?.staged) return
    const { head, staged, counts } = current
    const space = this.core.space(head.space)
    const target = await targetOf(space, head)
    if (head.holds === 'log' && head.device === this.core.device && staged.length > target.length) {
      // We wrote more than we know of: whatever we write next under this key would stand where that stands.
      await this.core.giveWay()
      throw new AppError('disconnected', 'this computer goes on under a fresh key: restore again')
    }
    const merged = await staged.mergeInto(target, { hasRoom: () => this.core.hasRoom() })
    counts.added += merged?.added ?? 0
    counts.present += merged?.present ?? 0
    counts.refused += staged.held - (merged ? merged.added + merged.present : 0)
    this.current = undefined
    await staged.discard()
    await space.follow(head.device)
  }

  private openSpace(id: SpaceId): Space | undefined {
    return this.core.openSpaces().find((space) => space.id === id)
  }
}

async function targetOf({ logs, blobs }: Space, { holds, device }: HeadOf<'core'>): Promise<Hypercore> {
  return holds === 'log' ? (await logs.add(device)).core : (await blobs.add(device)).core
}

async function contentOf({ directory, blobs }: Space): Promise<RestoringSpace['before']> {
  return {
    pages: new Set((await directory.list('page')).map(({ page }) => page)),
    resources: new Set((await directory.list('resource')).map(({ resource }) => resource)),
    pictures: new Set(blobs.heldPictures()),
  }
}

function nothing(): RestoringSpace['before'] {
  return { pages: new Set(), resources: new Set(), pictures: new Set() }
}
