import * as A from '@automerge/automerge'
import AsyncLock from 'async-lock'
import { decode, encode } from 'cborg'
import { z } from 'zod'
import { AppError } from '../../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId, Timestamp } from '../../../src-shared/ids.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import type { View, ViewDatabase } from '../lib/view-database.ts'
import { buildSafely, saveLoadable } from './apply-safely.ts'
import { readChangeHeader } from './change-header.ts'
import type { LoadGuard } from './load-guard.ts'
import type { LeftOut } from './misnumbered.ts'

/** Where a change stands: the block at `index` of `device`'s log. */
export interface ChangeReference {
  document: DocumentId
  device: DeviceId
  index: number
  at: Timestamp
}

/** Reads the changes that a block carries. Undefined while the block is not held. */
export type ReadChanges = (device: DeviceId, index: number) => Promise<Uint8Array[] | undefined>

export interface LoadedDocument {
  document: A.Doc<Fields>
  /** When its latest change was made, as its author's clock told. */
  updatedAt: Timestamp
  /** Changes that build upon what has not arrived. */
  waiting: Uint8Array[]
  leftOut: LeftOut
  /** Who made the changes read from blocks, those that wait for others included. */
  actors: string[]
}

export interface DocumentStoreOptions {
  views: ViewDatabase
  space: SpaceId
  readChanges: ReadChanges
  guard: Pick<LoadGuard, 'during'>
  /** Does at once what Automerge may be busy with for long. */
  watched<Result>(document: DocumentId, work: () => Result): Result
  /** A snapshot of ours cannot be loaded: it took the place of references that only the logs give back. */
  onBrokenSnapshot(document: DocumentId): Promise<void>
  /** Told of a device that nested its changes too deep, each time they are read. */
  refuse(document: DocumentId, device: DeviceId): Promise<void>
}

/** A document read from so many blocks, or bytes of changes, gets a snapshot: the next reading is twice as quick. */
const BLOCKS_BEFORE_SNAPSHOT = 32
const BYTES_BEFORE_SNAPSHOT = 65_536

const snapshotSchema = z.object({
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  updatedAt: z.number(),
  /** Older ones do not say. */
  leftOut: z.record(z.string(), z.number()).default({}),
})
type Snapshot = z.infer<typeof snapshotSchema>

/**
 * Which blocks make which document: a snapshot of the older ones, references to those that came since. Opening one
 * page reads that page, however many there are.
 */
export class DocumentStore {
  private readonly references: View<{ at: Timestamp }>
  private readonly snapshots: View<Uint8Array>
  /** The last block of each device that is about a document. */
  private readonly lastBlocks: View<number>
  private readonly lock = new AsyncLock()

  constructor(private readonly options: DocumentStoreOptions) {
    const { views, space } = options
    this.references = views.json(space, 'references')
    this.snapshots = views.bytes(space, 'snapshots')
    this.lastBlocks = views.json(space, 'last-blocks')
  }

  addTo(batch: ReturnType<ViewDatabase['batch']>, { document, device, index, at }: ChangeReference): void {
    batch.put(referenceKey(document, device, index), { at }, { sublevel: this.references })
    batch.put(`${document}!${device}`, index, { sublevel: this.lastBlocks })
  }

  /** Every document that a log here speaks of. */
  async *ids(): AsyncGenerator<DocumentId> {
    let last: string | undefined
    for await (const key of this.lastBlocks.keys()) {
      const id = key.slice(0, key.indexOf('!'))
      if (id !== last) yield id as DocumentId
      last = id
    }
  }

  /** Who wrote into a document, and in which block of its log last. */
  async writers(document: DocumentId): Promise<Map<DeviceId, number>> {
    const writers = new Map<DeviceId, number>()
    for await (const [key, index] of this.lastBlocks.iterator({ gte: `${document}!`, lt: `${document}~` })) {
      writers.set(key.slice(document.length + 1) as DeviceId, index)
    }
    return writers
  }

  /**
   * Undefined for a document that no log here speaks of, or of which only later changes have arrived: what others
   * wrote into it must not be shown, nor edited, as if it were empty. `actor` is what later changes are made under.
   *
   * One reading of a document at a time: a snapshot must not take the place of one that holds more.
   * @throws AppError `set-aside`
   */
  load(document: DocumentId, actor: string): Promise<LoadedDocument | undefined> {
    return this.lock.acquire(document, () => this.options.guard.during(document, () => this.tryRead(document, actor)))
  }

  private async tryRead(document: DocumentId, actor: string): Promise<LoadedDocument | undefined> {
    try {
      return await this.read(document, actor)
    } catch (thrown) {
      if (thrown instanceof BrokenSnapshot) await this.options.onBrokenSnapshot(document)
      throw thrown
    }
  }

  private async read(document: DocumentId, actor: string): Promise<LoadedDocument | undefined> {
    const references = await this.referencesOf(document)
    const snapshot = await this.snapshotOf(document)
    if (references.length === 0 && !snapshot) return undefined
    const blocks = await Promise.all(references.map(({ device, index }) => this.options.readChanges(device, index)))
    const base = () => (snapshot ? whole(() => A.load<Fields>(snapshot.bytes, { actor })) : A.init<Fields>({ actor }))
    const changes = blocks.flatMap((block) => block ?? [])
    const { watched } = this.options
    const built = watched(document, () => buildSafely(base, changes, snapshot?.leftOut))
    const { document: loaded, waiting, deep, leftOut } = built
    for (const [place, { device }] of references.entries()) {
      if (blocks[place]?.some((change) => deep.has(change))) await this.options.refuse(document, device)
    }
    if (Object.keys(loaded).length === 0) return undefined
    const updatedAt = Math.max(snapshot?.updatedAt ?? 0, ...references.map(({ at }) => at))
    // What waits, or is not held, is not in what A.save writes: the references to it stay.
    const late = new Set(waiting)
    const isApplied = (_: ChangeReference, place: number) =>
      blocks[place]?.every((change) => !late.has(change)) ?? false
    const applied = references.filter(isApplied)
    const bytes = changes.reduce((sum, change) => sum + (late.has(change) ? 0 : change.length), 0)
    const isLong = applied.length >= BLOCKS_BEFORE_SNAPSHOT || bytes >= BYTES_BEFORE_SNAPSHOT
    if (isLong && A.getMissingDeps(loaded, []).length === 0) {
      // Of what cannot be loaded again the blocks are all that there is.
      const saved = watched(document, () => saveLoadable(loaded))
      if (saved) await this.putSnapshot(document, { bytes: saved, updatedAt, leftOut }, applied)
    }
    return {
      document: loaded,
      updatedAt,
      waiting,
      leftOut,
      actors: changes.map((change) => readChangeHeader(change).actor),
    }
  }

  private async referencesOf(document: DocumentId): Promise<ChangeReference[]> {
    const references: ChangeReference[] = []
    for await (const [key, { at }] of this.references.iterator({ gte: `${document}!`, lt: `${document}~` })) {
      const [, device, index] = key.split('!')
      references.push({ document, device: device as DeviceId, index: Number.parseInt(index ?? '', 16), at })
    }
    return references
  }

  private async snapshotOf(document: DocumentId): Promise<Snapshot | undefined> {
    const stored = await this.snapshots.get(document)
    return stored && whole(() => snapshotSchema.parse(decode(stored)))
  }

  /** In the place of the references to what it holds. */
  private async putSnapshot(document: DocumentId, snapshot: Snapshot, references: ChangeReference[]): Promise<void> {
    const batch = this.options.views.batch()
    batch.put(document, encode(snapshot), { sublevel: this.snapshots })
    for (const { device, index } of references) {
      batch.del(referenceKey(document, device, index), { sublevel: this.references })
    }
    await batch.write()
  }
}

class BrokenSnapshot extends AppError {}

/** What `read` makes of a snapshot. @throws BrokenSnapshot */
function whole<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw new BrokenSnapshot('unreadable', 'a snapshot that cannot be loaded', { cause })
  }
}

/** @throws AppError `not-found` */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new AppError('not-found', `there is no ${what}`)
  return value
}

function referenceKey(document: DocumentId, device: DeviceId, index: number): string {
  return `${document}!${device}!${index.toString(16).padStart(10, '0')}`
}
