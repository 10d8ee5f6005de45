import { useEffect, useMemo } from 'react'
import { toAppError } from '../../src-shared/errors.ts'
import type { BlobHash, SpaceId } from '../../src-shared/ids.ts'
import { coreLink } from '../core/core-link.ts'
import type { LoadImage } from '../editor/page-image.ts'

/** Addresses for the pictures of one page, given back when the page is left. */
export function usePagePictures(space: SpaceId): LoadImage {
  const { addresses, leaving } = useMemo(
    () => ({ addresses: new Map<string, string>(), leaving: new Set<() => void>() }),
    [],
  )
  useEffect(
    () => () => {
      for (const undo of leaving) undo()
      for (const address of addresses.values()) URL.revokeObjectURL(address)
      leaving.clear()
      addresses.clear()
    },
    [addresses, leaving],
  )

  /** Whether it was shown whole. */
  const read = async (hash: BlobHash, show: (address: string) => void): Promise<boolean> => {
    const known = addresses.get(hash)
    if (known) {
      show(known)
      return true
    }
    const { bytes, type, isPreview } = await coreLink.call('blob.read', { space, hash })
    const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }))
    // A preview is kept under a name of its own: it is given back with the others.
    addresses.set(isPreview ? `${hash} in little` : hash, address)
    show(address)
    return !isPreview
  }

  const arrival = (hash: BlobHash) =>
    new Promise<void>((resolve) => {
      const undo = coreLink.on('blob.arrived', (arrived) => {
        if (arrived.hash !== hash) return
        undo()
        leaving.delete(undo)
        resolve()
      })
      leaving.add(undo)
    })

  /** A picture that is still with other places is shown when it arrives, for as long as the page is open. */
  return async (hash, show) => {
    for (let isWhole = false; !isWhole; ) {
      const arrived = arrival(hash)
      isWhole = await read(hash, show).catch((thrown: unknown) => {
        if (toAppError(thrown).code !== 'not-found') throw thrown
        return false
      })
      if (!isWhole) await arrived
    }
  }
}
