import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const peer = join(import.meta.dirname, 'disk/full-disk-peer.ts')
const DISK = '300m'

/*
 * A real disk that fills: a tmpfs that only the process under test sees. Where the system has none to give
 * (Windows, macOS) there is nothing to run.
 */
if (process.platform === 'linux') {
  test('[LG7] a full disk refuses in words, takes nothing back, and is written again once there is room', async () => {
    const disk = await mkdtemp(join(tmpdir(), 'maillage-disk-'))
    const script = `mount -t tmpfs -o size=${DISK} tmpfs "$1" && exec "$2" --import tsx "$3" "$1"`
    const { stdout } = await promisify(execFile)('unshare', [
      ...['--map-root-user', '--mount', 'sh', '-c', script, 'sh'],
      ...[disk, process.execPath, peer],
    ])
    await rm(disk, { recursive: true })
    const { acknowledged, ...told } = JSON.parse(stdout)
    expect(told).toEqual({
      refusals: ['disk-full'],
      disk: ['full', 'ok'],
      lost: [],
      found: 1,
    })
    expect(acknowledged).toBeGreaterThan(5)
  })
}
