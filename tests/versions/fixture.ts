import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { SpaceId } from '../../src-shared/ids.ts'
import { names, type Shown } from './places.ts'

/* A version's fixture: the data folders of two places, packed, and what they showed when it was written. */

export const fixtures = join(import.meta.dirname, '..', 'fixtures')

/** Folders are unpacked elsewhere than where they were written, and stay at home all the same. */
export const HOME = 'the same for every copy'

export interface Told {
  space: SpaceId
  /** What both show. */
  shown: Shown
}

/** Locks, and what databases tell of themselves, are of the process that wrote them. */
const isOfProcess = (file: string) => /(^|\/)(LOCK|LOG|LOG\.old.*)$|^[^/]+\/lock\//.test(file)

export async function writeFixture(version: string, folder: string, told: Told): Promise<void> {
  const files: Record<string, string> = {}
  for (const name of names) {
    const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      const file = relative(folder, path).replaceAll(sep, '/')
      if (!isOfProcess(file)) files[file] = (await readFile(path)).toString('base64')
    }
  }
  await mkdir(fixtures, { recursive: true })
  await writeFile(join(fixtures, `${version}.json.gz`), await promisify(gzip)(JSON.stringify(files), { level: 9 }))
  await writeFile(join(fixtures, `${version}.shown.json`), `${JSON.stringify(told, null, 2)}\n`)
}

/** Unpacks the folders of a version into `folder`, and tells what they showed. */
export async function readFixture(version: string, folder: string): Promise<Told> {
  const packed = await promisify(gunzip)(await readFile(join(fixtures, `${version}.json.gz`)))
  const files = JSON.parse(packed.toString()) as Record<string, string>
  for (const [file, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), Buffer.from(bytes, 'base64'))
  }
  return JSON.parse(await readFile(join(fixtures, `${version}.shown.json`), 'utf8')) as Told
}
