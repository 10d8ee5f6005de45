import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import createTestnet from 'hyperdht/testnet'
import type { SpaceId } from '../../src-shared/ids.ts'
import { DemoPlace } from './demo-place.ts'
import { sentencesFor } from './sentences.ts'

/*
 * npm run demo, and npm start where there is no display: what Maillage is for, in a terminal. Whole cores, over the real
 * protocol, on a network that reaches no further than this machine.
 */

/** Past it something is wrong that a person must be told, in milliseconds. */
const DEADLINE = 45_000
const LOOK_EVERY = 50

const FOR_ONE_PLACE = {
  role: 'contributor',
  isReusable: false,
  needsApproval: false,
  days: 1,
  ofOwnPlace: false,
} as const

const text = sentencesFor(process.env)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const step = (line: string) => say(`✓ ${line}`)

try {
  await demonstrate()
} catch (thrown) {
  process.stderr.write(`${text.failed(thrown instanceof Error ? thrown.message : String(thrown))}\n`)
  process.exitCode = 1
}
// Handles of the network that closes would keep the process a little longer.
process.exit()

async function demonstrate(): Promise<void> {
  say(text.intro)
  const testnet = await createTestnet(3, { host: '127.0.0.1' })
  const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',')
  step(text.network(bootstrap))
  const root = await mkdtemp(join(tmpdir(), 'maillage-demo-'))
  const one = new DemoPlace('L’Établi', 'Crest', join(root, 'etabli'), bootstrap)
  const other = new DemoPlace('Le Fournil', 'Die', join(root, 'fournil'), bootstrap)
  const both = [one, other]

  await Promise.all(both.map((place) => place.start('online')))
  const { space } = await one.call['space.create']({ name: 'Réseau de la vallée', place: placeOf(one) })
  const { page } = await one.call['page.create']({ space, fields: { title: text.page }, markdown: text.body })
  await one.call['resource.add']({ space, resource: { name: text.resource, category: 'material', quantity: 1 } })
  step(text.founded(one.name))
  const { link } = await one.call['invitation.create']({ space, ...FOR_ONE_PLACE })
  await other.call['invitation.join']({ link, place: placeOf(other) })
  await whenUpToDate(both, space)
  step(text.joined(other.name))

  await Promise.all(both.map((place) => place.stop()))
  await Promise.all(both.map((place) => place.start('offline')))
  await one.call['page.replaceBody']({ space, page, markdown: `${text.body}\n\n${text.ours}` })
  await other.call['page.replaceBody']({ space, page, markdown: `${text.theirs}\n\n${text.body}` })
  await other.call['resource.add']({ space, resource: { name: text.other, category: 'material', quantity: 2 } })
  step(text.apart)
  await Promise.all(both.map((place) => place.stop()))

  const began = performance.now()
  await Promise.all(both.map((place) => place.start('online')))
  await whenUpToDate(both, space)
  step(text.met(((performance.now() - began) / 1_000).toFixed(1)))
  const read = await Promise.all(both.map(({ call }) => call['page.read']({ space, page, format: 'markdown' })))
  const [mine = '', yours] = read.map(({ content }) => content)
  if (mine !== yours || ![text.ours, text.theirs].every((words) => mine.includes(words)))
    throw new Error(JSON.stringify(read))
  step(text.agreed)
  for (const line of mine.split('\n').filter(Boolean)) say(`    ${line}`)
  const { hits } = await one.call['search.query']({ space, text: text.words, limit: 5 })
  const [hit] = hits
  if (!hit) throw new Error(text.words)
  step(text.found(one.name, text.words, hit.title.map((part) => part.text).join('')))
  const { fileName, content } = await one.call['page.export']({ space, page, format: 'wikitext' })
  const file = join(root, fileName)
  await writeFile(file, content)
  step(text.exported(file))
  await Promise.all(both.map((place) => place.stop()))
  await testnet.destroy()

  say(text.folders)
  for (const { name, folder } of both) say(`    ${text.folder(name, folder)}`)
  say(text.window)
}

function placeOf({ name, commune }: DemoPlace) {
  return { name, commune }
}

async function whenUpToDate(places: DemoPlace[], space: SpaceId): Promise<void> {
  const began = performance.now()
  const isMissing = async () => !(await Promise.all(places.map((place) => place.isUpToDate(space)))).every(Boolean)
  while (await isMissing()) {
    if (performance.now() - began > DEADLINE)
      throw new Error(JSON.stringify(await Promise.all(places.map(({ call }) => call['space.status']({ space })))))
    await setTimeout(LOOK_EVERY)
  }
}
