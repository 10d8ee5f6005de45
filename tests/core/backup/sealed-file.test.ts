import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { newFileKey, unlockOwn } from '../../../src-main/core/backup/file-key.ts'
import { readSealed, SealedWriter } from '../../../src-main/core/backup/sealed-file.ts'

test('[BA4] what a nearly full disk takes in two pieces is written whole', async () => {
  const place = await mkdtemp(join(tmpdir(), 'maillage-sealed-'))
  const key = await newFileKey(undefined)
  const file = await open(join(place, 'backup'), 'w+')
  const write = file.write.bind(file) as (bytes: Uint8Array) => ReturnType<typeof file.write>
  vi.spyOn(file, 'write').mockImplementation(((bytes: Uint8Array) =>
    write(bytes.subarray(0, Math.ceil(bytes.length / 2)))) as typeof file.write)
  const writer = await SealedWriter.begin(file, key)
  const content = Buffer.alloc(600_000, 'mot ')
  await writer.write(content)
  await writer.end()
  const read: Uint8Array[] = []
  for await (const chunk of readSealed(file, unlockOwn(key))) read.push(chunk)
  expect(Buffer.concat(read).equals(content)).toBe(true)
  await file.close()
  await rm(place, { recursive: true })
})
