import type { AnsweringPeer, PeerRequest, TakingPeer } from 'hypercore'
import { expect, test } from 'vitest'
import { expectAnswers } from '../../../src-main/core/log/expect-answers.ts'
import { withTwoStores } from '../../support/two-stores.ts'
import { until } from '../../support/until.ts'

/** What Hypercore has of the other end of one core, where it asks. */
type AskingPeer = TakingPeer & {
  stats: { wireData: { rx: number } }
  replicator: { _blocks: { has(index: number): boolean }; _rxLock: { lock(): Promise<void>; unlock(): void } }
}

/** The block that comes last. */
const GROWTH = 6

/** Enough to be asked for under every number that was used. */
const OTHERS = [3, 4, 5]

test('[SY15] an answer that waits, and was taken back, is not taken for that of who asks under its number by then', async () => {
  await withTwoStores(async ({ here, there, near, far }) => {
    const log = here.get({ name: 'log' })
    await log.append([0, 1, 2, ...OTHERS].map((index) => Uint8Array.of(index)))
    const copy = there.get({ key: log.key })
    await copy.ready()
    expectAnswers(copy)
    // It looks less closely then.
    copy.core.replicator.setAllowPush(true)
    log.replicate(near)
    copy.replicate(far)
    await until(() => copy.peers.length === 1 && log.peers.length === 1)
    const [asking] = copy.peers as unknown as [AskingPeer]
    const [answering] = log.peers as unknown as [AnsweringPeer]
    await copy.get(0)
    const { _rxLock: lock, _inflight: inflight, _blocks: blocks } = asking.replicator

    // An answer with which the log grows waits for those before it.
    await lock.lock()
    const answers = asking.stats.wireData.rx
    const reader = there.get({ key: log.key })
    const takenBack = reader.get(GROWTH).catch(() => 'taken back')
    await until(() => blocks.has(GROWTH))
    await log.append([Uint8Array.of(GROWTH)])
    await until(() => asking.stats.wireData.rx > answers)
    const number = [1, 2, 3].find((request) => inflight.get(request)?.block?.index === GROWTH)
    expect(number).toBeDefined()
    await reader.close()
    expect(await takenBack).toBe('taken back')
    // When this is here, the other end has heard of that.
    await copy.get(1)

    const answer = answering.onrequest.bind(answering)
    const asked: PeerRequest[] = []
    answering.onrequest = async (request) => {
      asked.push(request)
    }
    const wanted = copy.download({ start: 2, end: 3 })
    await until(() => asked.length === 1)
    expect(asked).toMatchObject([{ id: number, block: { index: 2 } }])
    lock.unlock()
    // Whoever has it after the answer has it when that was taken.
    await lock.lock()
    lock.unlock()
    const others = OTHERS.map((index) => copy.get(index))
    await until(() => asked.length === 1 + OTHERS.length)
    for (const request of asked) answer(request)
    await Promise.all([wanted.done(), ...others])
    expect(await copy.get(2)).toEqual(Buffer.of(2))
  })
})
