import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as A from '@automerge/automerge'
import type { BlobHash, DocumentId, PageId, SpaceId } from '../../src-shared/ids.ts'
import { type Fields, readTags } from '../../src-shared/model/fields.ts'
import { editPage } from '../../src-shared/model/page.ts'
import { editResource } from '../../src-shared/model/resource.ts'
import type { Row } from '../../src-shared/model/row.ts'
import { replaceBody } from '../../src-shared/text/body.ts'
import { markdownToTree } from '../../src-shared/text/markdown.ts'
import { spansToTree } from '../../src-shared/text/spans.ts'
import { type Happening, nothingTold, type Told } from './happenings.ts'
import { type Chance, chance } from './random.ts'
import { castOf, inWorld, type Name, type TestCore, type World } from './test-core.ts'
import { documentOf, rowsOf, type Seen, same, see } from './what-is-seen.ts'

export interface StoryOptions {
  seed: number
  /** How many devices; 3 to 5 as the seed says when absent. */
  cores?: number | undefined
  steps?: number
  /** Groups that see only themselves come and go, and clocks are years off and go backwards. */
  rough?: boolean
}

/** Devices that do everything a space allows, apart and together; in the end all must agree. */
export function runStory(options: StoryOptions): Promise<Told> {
  return inWorld((world) => new Story(world, options).run())
}

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** More devices than these do not all meet each other. */
const FULL_MESH = 8
/** Steps of a story of many: everything has its turn in a single one. */
const LONG_STORY = 80
/** Three years, in milliseconds. */
const CLOCKS_OFF_BY = 3 * 365 * 86_400_000
/** Devices that write into one document in the same moment. */
const AT_ONCE = 4

class Story {
  private readonly random: Chance
  private readonly names: Name[]
  private readonly told = nothingTold()
  private readonly members: TestCore[] = []
  private readonly steps: number
  /** A chance of its own, so that what else a seed tells stays the same. */
  private readonly rough: Chance | null
  private space: SpaceId | null = null
  /** Characters written once and never deleted, each acknowledged, and the document that holds each. */
  private readonly tokens = new Map<string, DocumentId>()
  /** Tokens of values that nobody wrote anew who saw them. */
  private readonly valueTokens = new Set<string>()
  private readonly pictures = new Map<BlobHash, Buffer>()
  private written = 0

  constructor(
    private readonly world: World,
    { seed, cores, steps, rough = false }: StoryOptions,
  ) {
    this.random = chance(seed)
    this.names = castOf(cores ?? 3 + this.random.below(3))
    this.steps = steps ?? (this.names.length > FULL_MESH ? LONG_STORY : 16)
    this.rough = rough ? chance(seed + 1) : null
    world.deadline *= Math.max(1, this.names.length / 5)
    if (this.names.length > FULL_MESH) world.exchange.mayMeet = (one, other) => this.areNeighbours(one, other)
  }

  async run(): Promise<Told> {
    const alice = await this.world.startOne('alice')
    const place = { name: 'place of alice', commune: 'Crest' }
    this.space = (await alice.call['space.create']({ name: 'Drôme', place })).space
    this.members.push(alice)
    await this.create(alice)
    await this.admitNewcomer()
    for (let step = 0; step < this.steps; step++) {
      if (this.rough) await this.roughen(this.rough)
      await this.step(step)
    }
    while (this.members.length < this.names.length) {
      this.told['late newcomer']++
      await this.admitNewcomer()
    }
    await this.makeUp()
    await this.agree()
    return this.told
  }

  private get id(): SpaceId {
    if (!this.space) throw new Error('the story has not begun')
    return this.space
  }

  /** Several devices do something at once; or one of the things that a person waits for happens. */
  private async step(step: number): Promise<void> {
    const happening = this.random.below(12)
    if (happening === 0) return this.restart(this.random.pick(this.members))
    if (happening === 1 && this.members.length < this.names.length) {
      if (step > 3) this.told['late newcomer']++
      return this.admitNewcomer()
    }
    if (happening < 5) return this.disturb()
    const actors = this.members.filter(() => this.random.below(2) === 0)
    await Promise.all(actors.map((actor) => this.write(actor)))
  }

  /** The network falls apart or heals, a clock goes wrong, or several write into one document at once. */
  private async roughen(random: Chance): Promise<void> {
    const happening = random.below(6)
    if (happening === 0) this.partition(random)
    else if (happening === 1) this.heal()
    else if (happening === 2) this.skewClock(random)
    else if (happening === 3)
      await this.writeAtOnce(
        random,
        this.members.filter(() => random.below(2) === 0),
      )
  }

  private partition(random: Chance): void {
    const groups: Name[][] = Array.from({ length: 2 + random.below(2) }, () => [])
    for (const { name } of this.members) random.pick(groups).push(name)
    this.world.exchange.partition(groups)
    this.told.partition++
  }

  private heal(): void {
    this.world.exchange.joinAll()
    this.told.heal++
  }

  private skewClock(random: Chance): void {
    random.pick(this.members).skew = Math.round((random.next() - 0.5) * 2 * CLOCKS_OFF_BY)
    this.told.clock++
  }

  private async writeAtOnce(random: Chance, willing: TestCore[]): Promise<void> {
    const writers = willing.slice(0, AT_ONCE)
    const lists = await Promise.all(writers.map((writer) => rowsOf(writer, this.id)))
    const shared = (lists[0] ?? []).filter((row) => {
      return row.type === 'page' && lists.every((rows) => rows.some((other) => documentOf(other) === documentOf(row)))
    })
    if (shared.length === 0 || writers.length < 2) return
    const id = documentOf(random.pick(shared))
    const tokens = writers.map(() => this.token())
    await Promise.all(
      writers.map((writer, index) => {
        return writer.edit(this.id, id, (document) => writeParagraph(document, 0, `ensemble ${tokens[index]}`))
      }),
    )
    this.keep(id, ...tokens)
    this.told.concurrent++
  }

  /** What chance left out of this story happens now: no run is empty by chance. */
  private async makeUp(): Promise<void> {
    const [one, other] = this.members
    if (!one || !other) return
    const makeUps: [Happening[], () => unknown][] = [
      [['picture'], () => this.attach(one)],
      [['create', 'edit', 'open', 'delete', 'restore'], () => this.tendPage(one)],
      [['restart'], () => this.restart(other)],
      ...(['cut', 'hold', 'release', 'join'] as const).map((happening): [Happening[], () => unknown] => {
        return [[happening], () => this.meddle(happening, one, other)]
      }),
      ...this.roughMakeUps(),
    ]
    for (const [happenings, happen] of makeUps)
      if (happenings.some((happening) => this.told[happening] === 0)) await happen()
  }

  private roughMakeUps(): [Happening[], () => unknown][] {
    const { rough } = this
    if (!rough) return []
    return [
      [['partition'], () => this.partition(rough)],
      [['heal'], () => this.heal()],
      [['clock'], () => this.skewClock(rough)],
      [['concurrent'], () => this.meetAndWriteAtOnce(rough)],
    ]
  }

  private async tendPage(actor: TestCore): Promise<void> {
    const { id } = this
    const page = await this.createPage(actor)
    const { call } = actor
    await call['page.open']({ space: id, page })
    this.told.open++
    const listed = async () => actor.space(id).directory.get(page)
    const row = async () => {
      await this.world.until(async () => (await listed()) !== undefined, listed)
      return known(await listed())
    }
    await this.edit(actor, await row())
    await this.moveToBin(actor, await row())
    // A page that is open is listed anew a moment later.
    await this.world.until(async () => ((await listed())?.deletedAt ?? null) !== null, listed)
    await this.moveToBin(actor, await row())
  }

  /** Those who write into one document at once must have it. */
  private async meetAndWriteAtOnce(random: Chance): Promise<void> {
    const [first] = this.members
    if (first) await this.createPage(first)
    this.heal()
    await this.world.settled(this.id)
    await this.writeAtOnce(random, this.members)
  }

  /** Of many devices, each meets a few: those beside it, and some far away. */
  private areNeighbours(one: string, other: string): boolean {
    const [first = 0, second = 0] = [one, other].map((name) => this.names.indexOf(name as Name)).sort((a, b) => a - b)
    const apart = Math.min(second - first, this.names.length - (second - first))
    return apart <= 2 || (apart % 7 === 0 && first % 2 === 0)
  }

  private disturb(): void {
    const one = this.random.pick(this.members)
    const other = this.random.pick(this.members)
    if (one === other) return
    this.meddle(this.random.pick(['cut', 'join', 'hold', 'release'] as const), one, other)
  }

  private meddle(happening: 'cut' | 'join' | 'hold' | 'release', one: TestCore, other: TestCore): void {
    this.world.exchange[happening](one.name, other.name)
    this.told[happening]++
  }

  private async restart(device: TestCore): Promise<void> {
    await device.restart()
    this.told.restart++
  }

  private async admitNewcomer(): Promise<void> {
    const name = this.names[this.members.length]
    if (!name) return
    const far = this.random.pick(this.members)
    const host = this.world.exchange.mayMeet(far.name, name) ? far : (this.members.at(-1) ?? far)
    const { skew } = host
    // An invitation expires by the clocks of both.
    host.skew = 0
    const newcomer = await this.world.startOne(name)
    const link = await host.invite(this.id)
    this.told.newcomer++
    await newcomer.join(link)
    host.skew = skew
    this.members.push(newcomer)
  }

  private async write(actor: TestCore): Promise<void> {
    const rows = await rowsOf(actor, this.id)
    const documents = rows.filter((row) => row.type !== 'place')
    const happening = this.random.below(12)
    if (happening < 2 || documents.length === 0) return this.create(actor)
    if (happening === 2) return this.attach(actor)
    const binned = documents.filter((document) => document.deletedAt !== null)
    if (happening === 3 && binned.length > 0) return this.moveToBin(actor, this.random.pick(binned))
    const row = this.random.pick(documents)
    if (happening <= 4) return this.moveToBin(actor, row)
    if (happening === 5 && row.type === 'page') {
      await actor.call['page.open']({ space: this.id, page: row.page })
      this.told.open++
      return
    }
    return this.edit(actor, row)
  }

  private async create(actor: TestCore): Promise<void> {
    if (this.random.below(3) > 0) {
      await this.createPage(actor)
      return
    }
    const title = `carnet ${this.token()}`
    const body = this.token()
    this.told.create++
    await actor.call['resource.add']({
      space: this.id,
      resource: { name: title, category: 'material', description: body },
    })
    this.keepValue(title, body)
  }

  private async createPage(actor: TestCore): Promise<PageId> {
    const title = `carnet ${this.token()}`
    const body = this.token()
    this.told.create++
    const markdown = `# Titre\n\nUn **mot** et ${body}.\n\n- [ ] une tâche`
    const { page } = await actor.call['page.create']({ space: this.id, fields: { title }, markdown })
    this.keep(page, body)
    this.keepValue(title)
    return page
  }

  private async edit(actor: TestCore, row: Row): Promise<void> {
    const token = this.token()
    const where = this.random.below(5)
    const place = this.random.next()
    const id = documentOf(row)
    const value = valueEdited(row, where)
    await actor.edit(this.id, id, (document) => {
      if (value) this.supersede(document, value)
      if (row.type === 'resource') editResourceText(document, where, token)
      else if (where === 0) editPage(document, { title: `${document.title} ${token}` })
      else if (where === 1) editPage(document, { tags: [...readTags(document), token] })
      else if (where === 2) editPage(document, { state: this.random.pick(['draft', 'stable', 'debated'] as const) })
      else writeParagraph(document, place, `mot ${token}`)
    })
    this.told.edit++
    if (value) this.keepValue(token)
    else if (where !== 2) this.keep(id, token)
  }

  private async moveToBin(actor: TestCore, row: Row): Promise<void> {
    const { space } = this
    if (!space || row.type === 'place') return
    const happening = row.deletedAt === null ? 'delete' : 'restore'
    if (row.type === 'page') await actor.call[`page.${happening}`]({ space, page: row.page })
    else await actor.call[`resource.${happening}`]({ space, resource: row.resource })
    this.told[happening]++
  }

  private async attach(actor: TestCore): Promise<void> {
    const bytes = Buffer.concat([picture, Buffer.from(this.token().repeat(1 + this.random.below(40_000)))])
    const { hash } = await actor.call['blob.add']({ space: this.id, bytes, name: 'photo.png' })
    this.pictures.set(hash, bytes)
    this.told.picture++
  }

  private token(): string {
    return String.fromCodePoint(0x4e00 + this.written++)
  }

  private keep(document: DocumentId | PageId, ...texts: string[]): void {
    for (const token of texts.join('').match(TOKEN) ?? []) this.tokens.set(token, document as DocumentId)
  }

  /** Written into a value: there, or among its versions, until somebody who sees it writes the field anew. */
  private keepValue(...texts: string[]): void {
    for (const token of texts.join('').match(TOKEN) ?? []) this.valueTokens.add(token)
  }

  private supersede(document: Fields, field: string): void {
    const seen = A.getConflicts(document as A.Doc<Fields>, field) ?? { only: document[field] }
    for (const token of Object.values(seen).map(String).join('').match(TOKEN) ?? []) this.valueTokens.delete(token)
  }

  private async agree(): Promise<void> {
    this.world.exchange.joinAll()
    await this.world.settled(this.id)
    for (const member of this.members)
      this.told.exchanged += member.blocksHeld(this.id) - member.space(this.id).logs.own.held
    const seen = await Promise.all(this.members.map((member) => this.see(member)))
    const [first] = seen
    if (!first) return
    for (const [index, other] of seen.entries()) {
      same(other, first, `${this.members[index]?.name} and ${this.members[0]?.name}`)
    }
    const lost = [...this.tokens].filter(([token, id]) => !JSON.stringify(first.documents.get(id)).includes(token))
    same(lost, [], 'what was written and is gone')
    const values = JSON.stringify(first.rows)
    same(
      [...this.valueTokens].filter((token) => !values.includes(token)),
      [],
      'values that nobody saw and are gone',
    )
    for (const member of this.members) await this.checkPictures(member)
    await this.checkMemory(this.random.pick(this.members), first)
  }

  /** Where clocks are wrong, nobody believes a time that is still to come: each tells its own. */
  private async see(member: TestCore): Promise<Seen> {
    const seen = await see(member, this.id)
    return this.rough ? { ...seen, rows: seen.rows.map((row) => ({ ...row, updatedAt: 0 })) } : seen
  }

  private async checkPictures(member: TestCore): Promise<void> {
    for (const [hash, bytes] of this.pictures) {
      const read = await member.call['blob.read']({ space: this.id, hash })
      same(Buffer.from(read.bytes).equals(bytes), true, `picture of ${member.name}`)
    }
  }

  /** A device alone, started again, with or without its views, sees what it saw. */
  private async checkMemory(member: TestCore, before: Seen): Promise<void> {
    await member.stop()
    if (this.random.below(2) === 0) await rm(join(member.folder, 'views'), { recursive: true })
    await member.start()
    await member.space(this.id).documents.prepared()
    same(await this.see(member), before, `${member.name} after a restart`)
  }
}

/** Each is written once. */
const TOKEN = /[\u4e00-\u9fff]/g

/** The short text that an edit gives another value, if it is one. */
function valueEdited(row: Row, where: number): string | undefined {
  if (row.type === 'page') return where === 0 ? 'title' : undefined
  if (where === 0) return 'name'
  return where > 2 ? 'description' : undefined
}

function editResourceText(document: Fields, where: number, token: string): void {
  if (where === 0) editResource(document, { name: `${document.name} ${token}` })
  else if (where === 1) editResource(document, { tags: [...readTags(document), token] })
  else if (where === 2) editResource(document, { quantity: token.codePointAt(0) ?? 0 })
  else editResource(document, { description: `${token} ${document.description}` })
}

function writeParagraph(document: Fields, place: number, text: string): void {
  const tree = spansToTree(A.spans(document, ['body']))
  const [paragraph] = markdownToTree(text)
  if (paragraph) replaceBody(document, ['body'], tree.toSpliced(Math.floor(place * (tree.length + 1)), 0, paragraph))
}

function known(row: Row | undefined): Row {
  if (!row) throw new Error('what was just written is in no list')
  return row
}
