import type Hypercore from 'hypercore'
import type { AnsweringPeer } from 'hypercore'
import Protomux from 'protomux'
import { expect, test } from 'vitest'
import { answerInTurn } from '../../../src-main/core/log/answer-in-turn.ts'
import { withTwoStores } from '../../support/two-stores.ts'
import { until } from '../../support/until.ts'

const LOGS = 80

/** What Hypercore has of the other end of one core, where it asks. */
interface AskingPeer {
  wireRequest: { send(request: unknown): boolean }
}

/** A request as Hypercore puts it, for a block that may not exist. */
function request(id: number) {
  const nothing = { hash: null, seek: null, upgrade: null, manifest: false }
  return { ...nothing, id, fork: 0, block: { index: id, nodes: 0 }, priority: 0 }
}

test('[SY12] who asks for as much as any program of ours of each of many logs, and takes no answer, is parted from', async () => {
  await withTwoStores(async ({ here, there, near, far }) => {
    const logs: Hypercore[] = []
    const copies: Hypercore[] = []
    for (let index = 0; index < LOGS; index++) {
      const log = here.get({ name: `log ${index}` })
      answerInTurn(log)
      await log.append([Uint8Array.of(index)])
      const copy = there.get({ key: log.key })
      await copy.ready()
      log.replicate(near)
      copy.replicate(far)
      logs.push(log)
      copies.push(copy)
    }
    await until(() => [...logs, ...copies].every(({ peers }) => peers.length === 1))
    const askEach = (first: number, count: number) => {
      const mux = Protomux.from(far)
      mux.cork()
      for (const { peers } of copies) {
        const [{ wireRequest }] = peers as unknown as [AskingPeer]
        for (let id = first; id < first + count; id++) wireRequest.send(request(id))
      }
      mux.uncork()
    }
    const waiting = () =>
      logs.reduce((sum, { peers }) => sum + (peers[0] as unknown as AnsweringPeer).receiverQueue.length, 0)
    const mux = Protomux.from(near)
    /** Whether the line takes what it is given, whatever it says itself. */
    const setDrained = (isDrained: boolean) =>
      Object.defineProperty(mux, 'drained', { get: () => isDrained, set: () => undefined, configurable: true })

    setDrained(false)
    askEach(1, 800)
    await until(() => waiting() >= LOGS * 800)
    setDrained(true)
    near.emit('drain')
    await until(() => waiting() === 0)
    // What was answered counts no more.
    setDrained(false)
    askEach(1_001, 800)
    await until(() => waiting() >= LOGS * 800)
    expect(near.destroyed).toBe(false)
    askEach(2_001, 20)
    await until(() => near.destroyed)
  })
})
