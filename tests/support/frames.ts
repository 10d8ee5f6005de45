import * as A from '@automerge/automerge'
import { encode } from 'cborg'
import { randomBytes } from 'hypercore-crypto'
import { encode as encodeZ32 } from 'z32'
import { actorBelongs, actorOf, actorPrefix } from '../../src-main/core/documents/actor.ts'
import { readChangeHeaders } from '../../src-main/core/documents/change-header.ts'
import { newDocumentId } from '../../src-main/core/documents/space-documents.ts'
import { type Block, decodeBlock, encodeBlock, unpackBlock } from '../../src-main/core/log/block.ts'
import { pack } from '../../src-main/core/log/packing.ts'
import { leadsTo } from '../../src-main/core/membership/descent.ts'
import { createInvitation, invitationToLink, linkToInvitation } from '../../src-main/core/membership/invitation.ts'
import { keyedHash } from '../../src-main/core/membership/space-keys.ts'
import { type Holdings, HoldingsHearer, HoldingsTeller } from '../../src-main/core/network/holdings.ts'
import { readAnswer } from '../../src-main/core/network/pairing-session.ts'
import { readDescent } from '../../src-main/core/network/space-session.ts'
import { AppError } from '../../src-shared/errors.ts'
import type { BlobHash, DeviceId, DocumentId, PlaceId, SpaceId } from '../../src-shared/ids.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { editPage, newPage } from '../../src-shared/model/page.ts'
import { readRow, summarise } from '../../src-shared/model/row.ts'
import { replaceBody, writeBody } from '../../src-shared/text/body.ts'
import { changeChunk, contentOf, deflatedChunk } from './change-bytes.ts'
import { lineOfGuests } from './line-of-guests.ts'
import { mutate } from './mutate.ts'
import { type Chance, chance } from './random.ts'
import { randomTree } from './random-tree.ts'
import { Subject } from './subject.ts'

export const frameKinds = ['change', 'block', 'holdings', 'welcome', 'descent', 'invitation'] as const
type FrameKind = (typeof frameKinds)[number]

/** What became of strange frames. */
export interface FrameReport {
  read: Record<FrameKind, number>
  refused: Record<FrameKind, number>
  /** Times that a document took changes in, or was written all the same. */
  applied: number
  written: number
  /** Documents saved, loaded and compared. */
  compared: number
  failures: string[]
}

/** No frame takes longer to be read and refused, in milliseconds of a processor: a busy machine is not to blame for one. */
const LONGEST = 10_000

const space = 'a1'.repeat(32) as SpaceId
const author = 'b2'.repeat(32) as DeviceId
const reader = 'c3'.repeat(32) as DeviceId
const id = '4NMNnkMhL8jXrdJ9jamS58PAVdXu' as DocumentId
const line = lineOfGuests(20)

/** After so many frames the next come with other pages, from the next seed. */
const FRAMES_PER_STORY = 5_000

/** Gives `rounds` frames, each a real one that was tampered with, to whatever reads it when it comes from a peer. */
export function runFrames(seed: number, rounds: number): FrameReport {
  const report = noReport()
  for (let story = seed, left = rounds; left > 0; story++, left -= FRAMES_PER_STORY) {
    new Frames(story, report).run(Math.min(left, FRAMES_PER_STORY))
  }
  return report
}

class Frames {
  private readonly prefix = actorPrefix(space, author)
  private readonly changes: Uint8Array[]
  private readonly blocks: Uint8Array[]
  private readonly holdings: Uint8Array[]
  private readonly welcomes: Uint8Array[]
  private readonly descents: Uint8Array[]
  private readonly links: string[]
  private readonly subject: Subject
  private readonly random: Chance

  constructor(
    private readonly seed: number,
    private readonly report: FrameReport,
  ) {
    const random = chance(seed)
    this.random = random
    const { first, changes } = realPage(random, this.prefix)
    this.changes = changes
    this.blocks = realBlocks(changes, summarise(first)).map((block) => unpackBlock(encodeBlock(block)))
    const held = (devices: number) =>
      Array.from({ length: devices }, (_, index) => [
        `${index}`.padStart(64, 'd'),
        { blocks: index, files: 2 ** index },
      ])
    this.holdings = [1, 5, 40].map((devices) => {
      const holdings: Holdings = Object.fromEntries(held(devices))
      return new HoldingsTeller().news(holdings) ?? new Uint8Array()
    })
    this.welcomes = ['Drôme', '', 'x'.repeat(120)].map((name) =>
      encode({
        kind: 'welcome',
        secret: randomBytes(32),
        epochs: [randomBytes(32)],
        name,
        role: 'reader',
        descent: line.descent(2),
      }),
    )
    this.descents = [0, 1, 20].map((steps) => encode(line.descent(steps)))
    this.links = ['Drôme', 'x'.repeat(120)].map((name) =>
      invitationToLink(
        createInvitation({ space, spaceName: name, placeName: name, place: null, relayFor: null }, 1e12),
      ),
    )
    this.subject = new Subject(first, id, actorOf(actorPrefix(space, reader), 1))
  }

  run(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      const kind = frameKinds[round % 2 === 0 ? this.random.below(2) : this.random.below(frameKinds.length)] ?? 'change'
      this.try(round, kind)
    }
    this.begin(rounds)
  }

  private try(round: number, kind: FrameKind): void {
    const before = process.cpuUsage()
    try {
      this.report[this.isRead(kind) ? 'read' : 'refused'][kind]++
    } catch (thrown) {
      if (thrown instanceof AppError) this.report.refused[kind]++
      else this.fail(round, kind, thrown)
    }
    const { user, system } = process.cpuUsage(before)
    const took = (user + system) / 1_000
    if (took > LONGEST) this.fail(round, kind, `it took ${Math.round(took)} ms`)
  }

  private isRead(kind: FrameKind): boolean {
    switch (kind) {
      case 'change':
        this.receive([this.change()])
        return true
      case 'block':
        this.readBlock(this.block())
        return true
      case 'holdings':
        return new HoldingsHearer().hear(this.tampered(this.holdings)) !== undefined
      case 'welcome':
        return readAnswer(this.tampered(this.welcomes)) !== undefined
      case 'descent': {
        const descent = readDescent(this.tampered(this.descents))
        if (descent && leadsTo(descent, line.space, reader)) throw new Error('a stranger is let in')
        return descent !== undefined
      }
      case 'invitation':
        return linkToInvitation(this.link()) !== undefined
    }
  }

  private tampered(pool: Uint8Array[]): Uint8Array {
    return mutate(this.random.pick(pool), this.random.pick(pool), this.random)
  }

  /** Half of them damaged, half of them made to look right. */
  private change(): Uint8Array {
    if (this.random.below(2) === 0) return this.tampered(this.changes)
    const content = mutate(
      contentOf(this.random.pick(this.changes)),
      contentOf(this.random.pick(this.changes)),
      this.random,
    )
    return this.random.below(4) === 0 ? deflatedChunk(content) : changeChunk(content)
  }

  private block(): Uint8Array {
    switch (this.random.below(3)) {
      case 0:
        return mutate(pack(this.random.pick(this.blocks)), this.random.pick(this.blocks), this.random)
      case 1:
        return pack(this.tampered(this.blocks))
      default:
        return encodeBlock({ kind: 'changed', document: id, changes: [this.change(), this.change()], at: 1 })
    }
  }

  private link(): string {
    const link = this.random.pick(this.links)
    const other = this.random.pick(this.links)
    if (this.random.below(2) === 0) {
      return Buffer.from(mutate(Buffer.from(link), Buffer.from(other), this.random)).toString('latin1')
    }
    const payload = mutate(
      encode([1, Buffer.from(space, 'hex'), randomBytes(16), 1e12, 'Drôme', 'Crest']),
      this.random.pick(this.welcomes),
      this.random,
    )
    const checksum = keyedHash(null, 'maillage/invitation/1', 'checksum', payload).subarray(0, 4)
    return `maillage://join/${encodeZ32(Buffer.concat([payload, checksum]))}`
  }

  private readBlock(packed: Uint8Array): void {
    const block = decodeBlock(packed)
    if (block.kind !== 'changed') return
    readRow(block.document, block.summary, block.at)
    this.receive(block.changes)
  }

  /** As a space does with what stands in a log. */
  private receive(changes: Uint8Array[]): void {
    const foreign = readChangeHeaders(changes).find(({ actor }) => !actorBelongs(this.prefix, actor))
    if (foreign) throw new AppError('no-access', foreign.actor)
    const { applied, lives } = this.subject
    try {
      this.subject.receive(changes)
    } catch (thrown) {
      this.subject.forget()
      throw thrown
    }
    this.report.written++
    if (this.subject.lives > lives) this.report.compared++
    if (this.subject.lives > lives || this.subject.applied > applied) this.report.applied++
  }

  private begin(round: number): void {
    try {
      this.subject.begin()
      this.report.compared++
    } catch (thrown) {
      this.fail(round, 'change', thrown)
    }
  }

  private fail(round: number, kind: FrameKind, thrown: unknown): void {
    this.report.failures.push(
      `seed ${this.seed}, round ${round}, ${kind}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`,
    )
  }
}

function noReport(): FrameReport {
  return { read: noFrames(), refused: noFrames(), applied: 0, written: 0, compared: 0, failures: [] }
}

function noFrames(): Record<FrameKind, number> {
  return { change: 0, block: 0, holdings: 0, welcome: 0, descent: 0, invitation: 0 }
}

/** A seed tells the same story at any time of day. */
const atOnce = { time: 1 }

/** A page, and changes that were made to it apart, so that each can be applied without the others. */
function realPage(random: Chance, prefix: string): { first: A.Doc<Fields>; changes: Uint8Array[] } {
  const empty = A.init<Fields>({ actor: actorOf(prefix, 1) })
  const made = A.change(empty, atOnce, (draft) => Object.assign(draft, newPage({ title: 'Charte', tags: ['lieu'] }, 1)))
  const first = A.change(made, atOnce, (draft) => writeBody(draft, ['body'], randomTree(random)))
  const edits = Array.from({ length: 30 }, (_, step): ((draft: Fields) => void) => {
    const title = `Charte ${step}`
    if (step % 3 === 0)
      return (draft) => editPage(draft, { title, tags: ['lieu', `étiquette ${step}`], state: 'stable' })
    if (step % 3 === 1) return (draft) => replaceBody(draft, ['body'], randomTree(random))
    return (draft) => Object.assign(draft, { deletedAt: step, future: { [title]: [step, true, null, title] } })
  })
  const changes = edits.flatMap((edit, step) => {
    const edited = A.change(A.clone(first, { actor: actorOf(prefix, step + 2) }), atOnce, edit)
    return A.getChangesSince(edited, A.getHeads(first))
  })
  return { first, changes: [...A.getAllChanges(first), ...changes] }
}

function realBlocks(changes: Uint8Array[], summary: unknown): Block[] {
  const bytes = randomBytes(32)
  const place = newDocumentId() as unknown as PlaceId
  const blob = { blockOffset: 1, blockLength: 2, byteOffset: 3, byteLength: 4 }
  return [
    { kind: 'founded', nonce: bytes, place, name: 'Drôme' },
    { kind: 'joined', invitation: bytes, proof: randomBytes(64), place, placeName: 'Cédille' },
    { kind: 'continued', former: bytes, proof: randomBytes(64), place },
    {
      kind: 'invited',
      invitation: bytes,
      hostKey: bytes,
      expiresAt: 1e12,
      role: 'reader',
      isReusable: false,
      needsApproval: true,
    },
    { kind: 'revoked', invitation: bytes },
    { kind: 'welcomed', invitation: bytes, device: author },
    { kind: 'appointed', device: author, standing: 'removed', length: 7, turn: 2 },
    { kind: 'rekeyed', epoch: randomBytes(8), turn: 3, shares: [{ device: author, share: randomBytes(80) }] },
    {
      kind: 'attached',
      hash: 'ab'.repeat(32) as BlobHash,
      type: 'image/png',
      name: 'plan.png',
      key: randomBytes(32),
      blob,
    },
    { kind: 'changed', document: id, changes, at: 1e12, summary },
    ...changes.map((change): Block => ({ kind: 'changed', document: id, changes: [change], at: 1e12, summary })),
  ]
}
