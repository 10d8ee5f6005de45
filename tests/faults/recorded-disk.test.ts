import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bytesAfter, RecordedDisk } from './power/recorded-disk.ts'

test('a diary that is given the inode of a file that is gone writes nothing into that file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-recorded-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const disk = await RecordedDisk.read(folder)
  const inode = 5
  const write = (bytes: string) => ({ kind: 'write' as const, inode, offset: 0, bytes: Buffer.from(bytes) })
  disk.play([{ kind: 'makeFile', path: join(folder, 'CURRENT'), inode }, write('MANIFEST-000004\n')])
  const gone = disk.root.now.get('CURRENT')
  disk.play([
    { kind: 'unlink', path: join(folder, 'CURRENT') },
    { kind: 'makeFile', path: join(folder, 'LOG'), inode },
    write('2026/11/27 RocksDB version'),
  ])
  if (gone?.kind !== 'file') throw new Error('the file is not known')
  expect(bytesAfter(gone.before, gone.changes).toString()).toBe('MANIFEST-000004\n')
})
