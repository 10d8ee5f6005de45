import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { type DocumentId, documentIdSchema, type SpaceId, spaceIdSchema } from '../../../src-shared/ids.ts'
import { readIfThere } from './durable-file.ts'

/** The document that the last process was busy with for too long. */
const FILE = 'hung.json'

/** The thread says that it lives, and is asked whether it does, so often, in milliseconds. */
const BEAT_EVERY = 250

/** Bytes for a space's and a document's id, as JSON. */
const ROOM = 512

const hungSchema = z.object({ space: spaceIdSchema, document: documentIdSchema })
export type Hung = z.infer<typeof hungSchema>

/** The document that the process before this one hung over. Undefined when there was none. */
export async function readHung(folder: string): Promise<Hung | undefined> {
  const text = await readIfThere(join(folder, FILE))
  return text === undefined ? undefined : hungSchema.safeParse(parse(text)).data
}

/** To be called once it was set aside. */
export async function forgetHung(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true }).catch(() => undefined)
}

/**
 * Ends the process when Automerge is busy with one document for too long, having noted which: whoever starts it again
 * sets that document aside, and everything else goes on. The thread that is busy cannot do it, so another one does.
 */
export class HangWatch {
  /** How often the thread was alive, and how long the text in `busyWith` is: nothing while it is busy with nothing. */
  private readonly state = new Int32Array(new SharedArrayBuffer(8))
  private readonly busyWith = new Uint8Array(new SharedArrayBuffer(ROOM))
  private readonly beating: NodeJS.Timeout
  private readonly worker: Worker

  /** `patience` in milliseconds. */
  constructor(folder: string, patience: number) {
    this.beating = setInterval(() => Atomics.add(this.state, 0, 1), BEAT_EVERY).unref()
    const { state, busyWith } = this
    const workerData = { state, busyWith, file: join(folder, FILE), every: BEAT_EVERY, most: patience / BEAT_EVERY }
    this.worker = new Worker(WATCHER, { eval: true, workerData })
    this.worker.unref()
  }

  /** `work` is done at once, and for this document. */
  during<Result>(space: SpaceId, document: DocumentId, work: () => Result): Result {
    const { written } = new TextEncoder().encodeInto(JSON.stringify({ space, document }), this.busyWith)
    Atomics.store(this.state, 1, written)
    try {
      return work()
    } finally {
      Atomics.store(this.state, 1, 0)
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.beating)
    await this.worker.terminate()
  }
}

/** A text, so that it runs alike from the sources, from the bundle and from the archive. Counts its own turns: a computer that sleeps stops both. */
const WATCHER = `
  const { openSync, writeSync, fsyncSync } = require('node:fs')
  const { state, busyWith, file, every, most } = require('node:worker_threads').workerData
  let last = -1
  let turns = 0
  setInterval(() => {
    const beat = Atomics.load(state, 0)
    turns = beat === last ? turns + 1 : 0
    last = beat
    const length = Atomics.load(state, 1)
    if (turns < most || length === 0) return
    const note = openSync(file, 'w', 0o600)
    writeSync(note, Buffer.from(busyWith.slice(0, length)))
    fsyncSync(note)
    process.kill(process.pid, 'SIGKILL')
  }, every)
`

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
