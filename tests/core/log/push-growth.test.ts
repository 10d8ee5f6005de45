import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { TakingPeer } from 'hypercore'
import HypercoreStorage from 'hypercore-storage'
import { expect, test } from 'vitest'
import { answerInTurn } from '../../../src-main/core/log/answer-in-turn.ts'
import { DeviceLog } from '../../../src-main/core/log/device-log.ts'
import { expectAnswers } from '../../../src-main/core/log/expect-answers.ts'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { connectedStreams } from '../../support/two-stores.ts'
import { until } from '../../support/until.ts'

interface Shared {
  log: Hypercore
  copy: Hypercore
  /** What the copy is followed by. */
  reader: DeviceLog
  /** Ends the connection of the two. */
  part(): void
  /** Another's copy, at somebody who is not connected. */
  openCopy(): Promise<DeviceLog>
}

/** A log of one block at its writer's and at a reader's, who are connected. */
async function share(story: (shared: Shared) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-growth-'))
  const stores: Corestore[] = []
  const openStore = () => {
    const store = new Corestore(new HypercoreStorage(join(folder, `${stores.length}`), {}))
    stores.push(store)
    return store
  }
  try {
    const follow = async (core: Hypercore, isOwn: boolean) => {
      answerInTurn(core)
      expectAnswers(core)
      const followed = new DeviceLog('' as DeviceId, core, isOwn)
      await followed.start()
      followed.setReceiving(true)
      return followed
    }
    const { core: log } = await follow(openStore().get({ name: 'log' }), true)
    await log.append([block(0)])
    const openCopy = () => follow(openStore().get({ key: log.key }), false)
    const reader = await openCopy()
    const { core: copy } = reader
    const part = connect(log, copy)
    await until(() => copy.contiguousLength === 1)
    await story({ log, copy, reader, part, openCopy })
  } finally {
    await Promise.all(stores.map((store) => store.close()))
    await rm(folder, { recursive: true, force: true })
  }
}

/** Gives what ends the connection. */
function connect(one: Hypercore, other: Hypercore): () => void {
  const [near, far] = connectedStreams()
  one.replicate(near)
  other.replicate(far)
  return () => near.destroy()
}

const block = (index: number) => new Uint8Array(100).fill(index)

/** Blocks from the second on. */
const blocks = (count: number) => Array.from({ length: count }, (_, index) => block(index + 1))

/** Messages that Hypercore counted: what one asked for, and what the other sent. */
function counted({ log, copy }: Pick<Shared, 'log' | 'copy'>): { asked: number; sent: number } {
  type Stats = Record<'wireRequest' | 'wireData', { tx: number }>
  const of = (core: Hypercore) => (core.core.replicator as unknown as { stats: Stats }).stats
  return { asked: of(copy).wireRequest.tx, sent: of(log).wireData.tx }
}

test('[SL7] what is appended goes once, and without being asked for, to who has all before it', async () => {
  await share(async (shared) => {
    const { log, copy } = shared
    const before = counted(shared)
    for (let index = 1; index <= 20; index++) {
      await log.append([block(index)])
      // Some follow each other while those before them are on their way.
      if (index % 3 === 0) await until(() => copy.contiguousLength === index + 1)
    }
    await until(() => copy.contiguousLength === 21)
    expect(counted(shared)).toEqual({ asked: before.asked, sent: before.sent + 20 })
  })
})

test('[SL7] more than a few at once are left to be asked for', async () => {
  await share(async (shared) => {
    const { log, copy } = shared
    const before = counted(shared)
    await log.append(blocks(100))
    await until(() => copy.contiguousLength === 101)
    expect(counted(shared).asked).toBeGreaterThan(before.asked)
  })
})

test('[SL7] what somebody did not take, and all behind it, comes when it asks', async () => {
  await share(async ({ log, copy }) => {
    const [peer] = copy.peers as unknown as TakingPeer[]
    if (!peer) throw new Error('the writer is connected')
    const { ondata } = peer
    peer.ondata = async () => undefined
    await log.append([block(1)])
    await log.append([block(2)])
    await until(() => counted({ log, copy }).sent >= 3)
    await new Promise(setImmediate)
    peer.ondata = ondata
    await log.append([block(3)])
    await until(() => copy.contiguousLength === 4)
  })
})

test('[SL7] whoever takes what is pushed gets from others what these never pushed', async () => {
  await share(async ({ log, copy, openCopy }) => {
    const { core: third } = await openCopy()
    const part = connect(third, copy)
    await until(() => third.contiguousLength === 1)
    part()
    await until(() => third.peers.length === 0)
    for (const index of [1, 2, 3]) await log.append([block(index)])
    await until(() => copy.contiguousLength === 4)
    connect(third, copy)
    await until(() => third.contiguousLength === 4)
  })
})

test('[SL7] a large block is left to be asked for', async () => {
  await share(async (shared) => {
    const { log, copy } = shared
    const before = counted(shared)
    await log.append([new Uint8Array(200_000)])
    await until(() => copy.contiguousLength === 2)
    expect(counted(shared).asked).toBeGreaterThan(before.asked)
  })
})

test('[SL7] whoever comes back asks for what it missed, and is sent it once', async () => {
  await share(async (shared) => {
    const { log, copy, part } = shared
    part()
    await until(() => log.peers.length === 0 && copy.peers.length === 0)
    await log.append(blocks(20))
    const before = counted(shared)
    connect(log, copy)
    await until(() => copy.contiguousLength === 21)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { sent } = counted(shared)
    // One for what proves that there is more.
    expect(sent - before.sent).toBeLessThanOrEqual(21)
  })
})

test('[SL7] somebody who goes on writing does not keep what was not taken from being asked for', async () => {
  await share(async ({ log, copy }) => {
    const [peer] = copy.peers as unknown as TakingPeer[]
    if (!peer) throw new Error('the writer is connected')
    const { ondata } = peer
    peer.ondata = async () => {
      peer.ondata = ondata
    }
    const writing = setInterval(() => void log.append([block(1)]), 250)
    await until(() => copy.contiguousLength > 1).finally(() => clearInterval(writing))
  })
})

test('[SL7] a block that was pushed and that the store lost is asked for again', async () => {
  await share(async ({ log, copy, reader }) => {
    await log.append([block(1)])
    await until(() => copy.contiguousLength === 2)
    await reader.askAgain(1)
    expect(copy.contiguousLength).toBe(1)
    await until(() => copy.contiguousLength === 2)
  })
})

test('[LG7] what is pushed is not stored while nothing is to be', async () => {
  await share(async ({ log, copy, reader }) => {
    reader.setReceiving(false)
    await log.append([block(1)])
    await until(() => copy.length === 2)
    await log.append([block(2)])
    await until(() => copy.length === 3)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(copy.contiguousLength).toBe(1)
    reader.setReceiving(true)
    await until(() => copy.contiguousLength === 3)
  })
})

/** What a peer sends, before it leaves. */
interface SendingPeer {
  wireData: { send(data: Data): boolean }
}

interface Data {
  request: number
  block: { index: number } | null
}

const lies: Record<string, (asked: Data, before: Data) => Data> = {
  nothing: (asked) => ({ ...asked, block: null }),
  'another block': (asked, before) => ({ ...before, request: asked.request }),
}

test.for(Object.entries(lies))('[SY9] a block for which one peer gives %s comes from others', async ([, lie]) => {
  await share(async ({ log, openCopy }) => {
    await log.append(blocks(4))
    const [{ core: liar }, { core: newcomer }] = [await openCopy(), await openCopy()]
    const leave = connect(log, liar)
    await until(() => liar.contiguousLength === 5)
    leave()
    await until(() => liar.peers.length === 0)
    let lied = 0
    liar.on('peer-add', (peer: SendingPeer) => {
      const send = peer.wireData.send.bind(peer.wireData)
      let before: Data | undefined
      peer.wireData = {
        send: (data) => {
          const isLie = data.block !== null && before !== undefined
          if (data.block) before ??= { ...data, upgrade: null } as Data
          if (!isLie || !before) return send(data)
          lied++
          return send(lie(data, before))
        },
      }
    })
    const part = connect(liar, newcomer)
    await until(() => lied > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
    part()
    connect(log, newcomer)
    await until(() => newcomer.contiguousLength === 5)
  })
})

test('[SY12] blocks that are pushed from far behind the end make no room for themselves', async () => {
  await share(async ({ log, copy, part }) => {
    const [liar] = log.peers as unknown as SendingPeer[]
    const proof = { fork: 0, hash: null, seek: null, upgrade: null, manifest: null }
    const far = (place: number) => ({ index: (place + 1) * 2 ** 30, value: block(0), nodes: [] })
    const { skipBitfield } = copy.core as unknown as { skipBitfield: { _maxPages: number } }
    expect(skipBitfield._maxPages).toBe(1)
    for (let place = 0; place < 60; place++) liar?.wireData.send({ request: 0, block: far(place), ...proof })
    await log.append([block(1)])
    await until(() => copy.contiguousLength === 2)
    expect(skipBitfield._maxPages).toBe(1)
    for (let place = 0; place < 10; place++) liar?.wireData.send({ request: 0, block: far(place), ...proof })
    await until(() => copy.peers.length === 0)
    part()
  })
})
