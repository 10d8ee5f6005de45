import { EventEmitter } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import b4a from 'b4a'
import { toAppError } from '../../src-shared/errors.ts'
import type { DeviceId, DocumentId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { Attachment } from './blobs/attachment.ts'
import type { SpaceBlobs } from './blobs/space-blobs.ts'
import type { DocumentWeights } from './documents/document-weights.ts'
import type { ReceivedChanges } from './documents/logged-changes.ts'
import type { SetAsideList } from './documents/set-aside.ts'
import type { SpaceDocuments } from './documents/space-documents.ts'
import type { View, ViewDatabase } from './lib/view-database.ts'
import type { Block } from './log/block.ts'
import type { ReadBlock } from './log/log-reader.ts'
import type { SpaceLogs } from './log/space-logs.ts'
import type { SpaceMembers } from './space-members.ts'

export interface SpaceReadingOptions {
  space: SpaceId
  views: ViewDatabase
  logs: SpaceLogs
  membership: SpaceMembers
  documents: SpaceDocuments
  blobs: SpaceBlobs
  weights: DocumentWeights
  setAside: SetAsideList
  now(): Timestamp
  /** A block that could not be used, for the log of the process. */
  onRefused(device: DeviceId, index: number, reason: unknown, document?: DocumentId): void
}

/** Timers, sockets and windows have their turn after so long, while blocks are read, in milliseconds. */
const LONGEST_STRETCH = 20

/** The only key in the view that says whether the others are to be thrown away. */
const STALE = 'stale'

/** Whom we met when, and what it told, is in no log. */
const KEPT_VIEWS = ['encounters', 'holdings', 'epochs']

/** A block that was read as counting, or not, by what its author might do. */
interface WordRead {
  index: number
  counts: boolean
}

/**
 * Reads what logs say into the views of one space, and notices when what was read counts for something else: an
 * administrator may decide, apart from us, what somebody might do when it wrote that.
 */
export class SpaceReading extends EventEmitter<{
  /** Something new stands in the views. */
  read: []
  /** The views refuse to be written. */
  refused: [unknown]
  /** Everything is to be read again, by a core that is started anew. */
  stale: []
}> {
  private readonly positions: View<number>
  private readonly attachments: View<Attachment>
  private readonly staleness: View<true>
  /** How far each log was read, or is just being. */
  private readonly reached = new Map<DeviceId, number>()
  private isStale = false

  constructor(private readonly options: SpaceReadingOptions) {
    super()
    const { views, space } = options
    this.positions = views.json(space, 'positions')
    this.attachments = views.json(space, 'attachments')
    this.staleness = views.json(space, 'staleness')
  }

  /** Recalls the attachments that were read, unless everything is to be read again. To be awaited before other views are. */
  async start(): Promise<void> {
    const { views, space, blobs } = this.options
    if (await this.staleness.get(STALE)) await views.clear(space, KEPT_VIEWS)
    for await (const attachment of this.attachments.values()) await blobs.announce(attachment)
  }

  /** Has everything read again at the next start. */
  expire(): Promise<void> {
    return this.staleness.put(STALE, true)
  }

  /** Where a log was read to, last time. */
  async position(device: DeviceId): Promise<number> {
    const position = (await this.positions.get(device)) ?? 0
    this.reached.set(device, position)
    return position
  }

  /** Everything that a stretch of a log says is written in one batch, with how far it was read. */
  async consume(device: DeviceId, blocks: ReadBlock[], position: number): Promise<void> {
    const { views, membership, documents, blobs, weights, setAside, now, onRefused } = this.options
    const tally = weights.tally(device, blocks.flatMap(documentOf))
    const batch = views.batch()
    const changes: ReceivedChanges[] = []
    const attachments: Attachment[] = []
    const words: WordRead[] = []
    // All of it before anything is judged by it: who may do what is worked out once, and not at every block.
    for (const { index, block } of blocks) membership.read(device, index, block)
    let rested = performance.now()
    for (const { index, block } of blocks) {
      if (performance.now() - rested > LONGEST_STRETCH) {
        await setImmediate()
        rested = performance.now()
      }
      try {
        if (isWord(block)) {
          words.push({ index, counts: membership.counts(device, index) })
          membership.checkWriter(device, index)
        }
        if (block.kind === 'changed') {
          const logged = { ...block, at: plausible(block.at, now()), device, index }
          changes.push(documents.receive(batch, logged, tally))
        } else if (block.kind === 'attached') {
          const { kind: _, key, ...file } = block
          const attachment = { device, ...file, key: b4a.toString(key, 'hex') }
          batch.put(`${device}!${index}`, attachment, { sublevel: this.attachments })
          attachments.push(attachment)
        } else {
          membership.addTo(batch, device, index, block)
        }
      } catch (reason) {
        const [document] = documentOf({ block })
        const at = now()
        if (document) setAside.putTo(batch, { document, device, reason: toAppError(reason).code, at })
        onRefused(device, index, reason, document)
      }
    }
    batch.put(device, position, { sublevel: this.positions })
    let isOutdated = false
    try {
      if (await this.hasGoneStale()) batch.put(STALE, true, { sublevel: this.staleness })
      await documents.whenWritable()
      isOutdated = words.some(({ index, counts }) => membership.counts(device, index) !== counts)
      if (!isOutdated) {
        this.reached.set(device, position)
        await batch.write()
      }
    } catch (reason) {
      this.emit('refused', reason)
      throw reason
    } finally {
      documents.settled(changes)
    }
    // Another log told meanwhile of who may write: with that in mind.
    if (isOutdated) return this.consume(device, blocks, position)
    membership.announce()
    if (this.isStale) this.emit('stale')
    for (const attachment of attachments) await blobs.announce(attachment)
    documents.received(changes)
    this.emit('read')
  }

  /** Somebody's words that were read as counting do not, or the other way round. */
  private async hasGoneStale(): Promise<boolean> {
    for (const { device, from, to } of this.options.membership.members.changedStretches(this.reached)) {
      for (let index = from; index < to && !this.isStale; index++) {
        const packed = await this.options.logs.get(device)?.read(index)
        this.isStale = packed !== undefined && this.holdsWord(packed)
      }
    }
    return this.isStale
  }

  /** Whether a block, still packed, counts only from somebody who may write. What cannot be read counts from nobody. */
  private holdsWord(packed: Uint8Array): boolean {
    try {
      return isWord(this.options.logs.decode(packed))
    } catch {
      return false
    }
  }
}

/** Whether a block counts only from somebody who may write. */
function isWord({ kind }: Block): boolean {
  return kind === 'changed' || kind === 'attached'
}

function documentOf({ block }: Pick<ReadBlock, 'block'>): DocumentId[] {
  return block.kind === 'changed' ? [block.document] : []
}

/** A clock that is wrong, or lies, must not put a page before all others for ever. */
function plausible(at: Timestamp, now: Timestamp): Timestamp {
  return Math.max(0, Math.min(at, now))
}
