import type { FileHandle } from 'node:fs/promises'
import b4a from 'b4a'
import sodium from 'sodium-universal'
import { AppError } from '../../../src-shared/errors.ts'
import { CHECK_BYTES, type FileKey, type KeyHint, SEED_BYTES, type Unlock } from './file-key.ts'

/*
 * The bytes of a backup: what it is, a hint at its key, then chunks of libsodium's secretstream, of which each is bound
 * to all before it and the last says that it is. Nothing can be cut off, changed, moved or added without being noticed.
 */

const MAGIC = b4a.from('maillage backup\n')
const VERSION = 1
const OPEN = 0
const LOCKED = 1
const HEADER_BYTES = MAGIC.length + 2 + SEED_BYTES + CHECK_BYTES
const CHUNK_BYTES = 256 * 1024

const {
  crypto_secretstream_xchacha20poly1305_ABYTES: SEAL_BYTES,
  crypto_secretstream_xchacha20poly1305_HEADERBYTES: STREAM_HEADER_BYTES,
  crypto_secretstream_xchacha20poly1305_STATEBYTES: STATE_BYTES,
  crypto_secretstream_xchacha20poly1305_TAG_FINAL: LAST,
  crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: NOT_LAST,
  crypto_secretstream_xchacha20poly1305_init_push: startSealing,
  crypto_secretstream_xchacha20poly1305_push: sealChunk,
  crypto_secretstream_xchacha20poly1305_init_pull: startOpening,
  crypto_secretstream_xchacha20poly1305_pull: openChunk,
} = sodium

/** Writes a sealed file from its beginning to its end: `writeFile` goes on after what a nearly full disk took. */
export class SealedWriter {
  private readonly state = b4a.alloc(STATE_BYTES)
  private waiting: Uint8Array[] = []
  private waitingBytes = 0

  private constructor(private readonly file: FileHandle) {}

  static async begin(file: FileHandle, { key, hint }: FileKey): Promise<SealedWriter> {
    const writer = new SealedWriter(file)
    const streamHeader = b4a.alloc(STREAM_HEADER_BYTES)
    startSealing(writer.state, streamHeader, key)
    await file.writeFile(b4a.concat([encodeHeader(hint), streamHeader]))
    return writer
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.waiting.push(bytes)
    this.waitingBytes += bytes.length
    if (this.waitingBytes < CHUNK_BYTES) return
    const content = b4a.concat(this.waiting)
    const whole = content.length - (content.length % CHUNK_BYTES)
    for (let at = 0; at < whole; at += CHUNK_BYTES) await this.seal(content.subarray(at, at + CHUNK_BYTES), NOT_LAST)
    this.waiting = [content.subarray(whole)]
    this.waitingBytes = content.length - whole
  }

  /** The last chunk is never a full one: what was added behind it is read with it. Resolves when all is on the disk. */
  async end(): Promise<void> {
    await this.seal(b4a.concat(this.waiting), LAST)
    await this.file.sync()
  }

  private async seal(content: Uint8Array, tag: number): Promise<void> {
    const sealed = b4a.alloc(content.length + SEAL_BYTES)
    sealChunk(this.state, sealed, content, null, tag)
    await this.file.writeFile(sealed)
  }
}

/**
 * What a sealed file holds, chunk by chunk, each authentic; it ends where its writer ended it.
 * @throws AppError `invalid-input` when it is no backup, `newer-version`, `wrong-passphrase`, `unreadable`
 */
export async function* readSealed(file: FileHandle, unlock: Unlock): AsyncGenerator<Uint8Array> {
  const header = await readExactly(file, 0, HEADER_BYTES)
  const { key } = await unlock(decodeHeader(header))
  const streamHeader = await readExactly(file, HEADER_BYTES, STREAM_HEADER_BYTES)
  if (streamHeader.length < STREAM_HEADER_BYTES) throw damaged()
  const state = b4a.alloc(STATE_BYTES)
  startOpening(state, streamHeader, key)
  const tag = b4a.alloc(1)
  for (let at = HEADER_BYTES + STREAM_HEADER_BYTES; tag[0] !== LAST; ) {
    const sealed = await readExactly(file, at, CHUNK_BYTES + SEAL_BYTES)
    if (sealed.length < SEAL_BYTES) throw damaged()
    const content = b4a.alloc(sealed.length - SEAL_BYTES)
    try {
      openChunk(state, content, tag, sealed, null)
    } catch {
      throw damaged()
    }
    at += sealed.length
    yield content
  }
}

function damaged(): AppError {
  return new AppError('unreadable', 'the backup is damaged or cut short')
}

/** Fewer bytes only where the file ends. */
async function readExactly(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = b4a.alloc(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}

function encodeHeader({ isLocked, seed, check }: KeyHint): Uint8Array {
  return b4a.concat([MAGIC, b4a.from([VERSION, isLocked ? LOCKED : OPEN]), seed, check])
}

function decodeHeader(header: Uint8Array): KeyHint {
  const [version, lock] = header.subarray(MAGIC.length)
  if (!b4a.equals(header.subarray(0, MAGIC.length), MAGIC)) throw new AppError('invalid-input', 'this is not a backup')
  if (version !== undefined && version > VERSION) throw new AppError('newer-version', `a backup of version ${version}`)
  if (header.length < HEADER_BYTES || version !== VERSION || (lock !== OPEN && lock !== LOCKED)) throw damaged()
  const seedAt = MAGIC.length + 2
  const checkAt = seedAt + SEED_BYTES
  return { isLocked: lock === LOCKED, seed: header.subarray(seedAt, checkAt), check: header.subarray(checkAt) }
}
