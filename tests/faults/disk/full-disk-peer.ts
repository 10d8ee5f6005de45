import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Core } from '../../../src-main/core/core.ts'
import { toAppError } from '../../../src-shared/errors.ts'
import type { DiskState } from '../../../src-shared/ipc/contract.ts'
import { newPage } from '../../../src-shared/model/page.ts'
import { noisePicture } from '../../support/noise-picture.ts'

/* One place on a small disk of its own. Fills it, makes room, goes on, starts again, and tells what it then has. */

const [disk = ''] = process.argv.slice(2)
const folder = join(disk, 'data')
const ballast = join(disk, 'ballast')
const BALLAST = 60 * 1024 * 1024
const PICTURE_SIDE = 700
const HEARD_WITHIN = 5_000

const start = () => Core.start({ folder, wires: () => [] })
const acknowledged: string[] = []
const refusals: string[] = []

await writeFile(ballast, Buffer.alloc(BALLAST))
const core = await start()
const space = await core.createSpace('Drôme', { name: 'Le Fournil', commune: 'Die' })
while (refusals.length < 4) {
  await space.attach(noisePicture(PICTURE_SIDE), 'bruit.png').catch(refuse)
  await write(`page ${acknowledged.length}`).catch(refuse)
}
await fillToTheBrim()
await write('sans place').catch(refuse)
const withoutRoom = await whenStatusSays('full')
await rm(ballast)
const withRoom = await whenStatusSays('ok')
await write('après la panne')
await core.stop()

const again = await start()
const [reopened] = again.openSpaces()
const titles = new Set((await reopened?.directory.list('page'))?.map(({ title }) => title))
await reopened?.documents.prepared()
const found = (await reopened?.search.query('panne', 10)) ?? []
await again.stop()
process.stdout.write(
  JSON.stringify({
    refusals: [...new Set(refusals)],
    disk: [withoutRoom, withRoom],
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((title) => !titles.has(title)),
    found: found.length,
  }),
)

async function write(title: string): Promise<void> {
  await space.documents.create([{ fields: newPage({ title }, core.now()) }])
  acknowledged.push(title)
}

/** Another program takes all there is. */
async function fillToTheBrim(): Promise<void> {
  const megabyte = Buffer.alloc(1024 * 1024)
  for (let isFull = false; !isFull; )
    isFull = await appendFile(ballast, megabyte).then(
      () => false,
      () => true,
    )
}

function refuse(thrown: unknown): void {
  refusals.push(toAppError(thrown).code)
}

/** What the status says of the disk, once it says `expected` or after a while. */
async function whenStatusSays(expected: DiskState): Promise<DiskState> {
  const signal = AbortSignal.timeout(HEARD_WITHIN)
  while ((await space.status()).disk !== expected && !signal.aborted) {
    await new Promise<void>((changed) => {
      space.once('statusChanged', changed)
      signal.addEventListener('abort', () => changed())
    })
  }
  return (await space.status()).disk
}
