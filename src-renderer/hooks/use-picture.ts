import { useEffect, useState } from 'react'
import type { BlobHash } from '../../src-shared/ids.ts'
import { useAnswer } from '../core/use-core.ts'
import { useSpace } from './current-space.ts'

/** An address the window can show, while the bytes are here; undefined while they are still with other places. */
export function usePicture(hash: BlobHash | null): string | undefined {
  const { space } = useSpace()
  const { data } = useAnswer('blob.read', { space, hash: hash ?? ('' as BlobHash) }, hash !== null)
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!data || hash === null) {
      setAddress(undefined)
      return
    }
    const own = URL.createObjectURL(new Blob([new Uint8Array(data.bytes)], { type: data.type }))
    setAddress(own)
    return () => URL.revokeObjectURL(own)
  }, [data, hash])
  return address
}
