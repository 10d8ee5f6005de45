import { access, rename } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { makeFolder, syncFolder } from './durable-file.ts'

/**
 * Moves a damaged file or folder of the data folder out of the way, and never deletes it: somebody may know how to read
 * it. Gives where it now is, named from the data folder.
 */
export async function setAside(folder: string, path: string, at: number): Promise<string> {
  const stamp = new Date(at).toISOString().replaceAll(/[:.]/g, '-')
  const name = basename(path)
  const target = await freeFolder(join(folder, 'set-aside'), `${name}-${stamp}`)
  await rename(join(folder, path), join(target, name))
  await syncFolder(target)
  await syncFolder(dirname(join(folder, path)))
  return relative(folder, target).replaceAll(sep, '/')
}

/** Two files may be moved in the same instant. */
async function freeFolder(parent: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const target = join(parent, attempt === 1 ? name : `${name}-${attempt}`)
    const isTaken = await access(target).then(
      () => true,
      () => false,
    )
    if (isTaken) continue
    await makeFolder(target)
    return target
  }
}
