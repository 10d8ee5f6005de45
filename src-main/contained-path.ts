import { isAbsolute, join, relative } from 'node:path'
import { appScheme } from '../src-shared/ipc/native.ts'

/** The file of `folder` that an address of our scheme names; undefined for anything that would lead outside it. */
export function containedPath(folder: string, address: string): string | undefined {
  let name: string
  try {
    const url = new URL(address)
    if (url.protocol !== `${appScheme}:` || url.host !== 'app') return undefined
    name = decodeURIComponent(url.pathname)
  } catch {
    return undefined
  }
  if (name.includes('\0')) return undefined
  const path = join(folder, name === '/' ? 'index.html' : name)
  const inside = relative(folder, path)
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : path
}
