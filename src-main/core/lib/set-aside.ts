import { access, rename } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { makeFolder, syncFolder } from './durable-file.ts'

/** Makes the place where a damaged file or folder of the data folder will be kept; gives it as named from there. */
export async function placeAside(folder: string, path: string, at: number): Promise<string> {
  const stamp = new Date(at).toISOString().replaceAll(/[:.]/g, '-')
  const target = await freeFolder(join(folder, 'set-aside'), `${basename(path)}-${stamp}`)
  return relative(folder, target).replaceAll(sep, '/')
}

/** Moves a damaged file or folder out of the way, and never deletes it: somebody may know how to read it. */
export async function moveAside(folder: string, path: string, place: string): Promise<void> {
  const target = join(folder, place)
  await rename(join(folder, path), join(target, basename(path)))
  await syncFolder(target)
  await syncFolder(dirname(join(folder, path)))
}

/** Two files may be moved in the same instant. */
async function freeFolder(parent: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const target = join(parent, attempt === 1 ? name : `${name}-${attempt}`)
    if (await isThere(target)) continue
    await makeFolder(target)
    return target
  }
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
