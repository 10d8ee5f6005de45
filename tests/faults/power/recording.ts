import { readFile } from 'node:fs/promises'

/** One call that changed files, or made changes durable, as `record-calls.c` wrote it down. Files are known by inode. */
export type Call =
  | { kind: 'makeFile' | 'makeFolder'; path: string; inode: number }
  | { kind: 'write'; inode: number; offset: number; bytes: Buffer }
  | { kind: 'truncate'; inode: number; length: number }
  | { kind: 'rename' | 'link'; path: string; to: string }
  | { kind: 'unlink'; path: string }
  /** A sync covers what was written before it began; it counts once it has ended. */
  | { kind: 'syncBegins' | 'syncEnds'; inode: number; number: number }

const kinds = [
  '',
  'makeFile',
  'makeFolder',
  'write',
  'truncate',
  'rename',
  'unlink',
  'link',
  'syncBegins',
  'syncEnds',
  'unknown',
] as const
const HEADER_BYTES = 40

/** Every call, in order; a last one that the end of the process cut short was not made. @throws for a call that cannot be followed */
export async function readRecording(file: string): Promise<Call[]> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0))
  const calls: Call[] = []
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const [kind = 0, pathLength = 0, otherLength = 0] = [0, 4, 8].map((field) => bytes.readUInt32LE(at + field))
    const [inode = 0, place = 0, length = 0] = [16, 24, 32].map((field) => Number(bytes.readBigUInt64LE(at + field)))
    const pathAt = at + HEADER_BYTES
    const otherAt = pathAt + pathLength
    const bytesAt = otherAt + otherLength
    at = bytesAt + length
    if (at > bytes.length) break
    const path = bytes.toString('utf8', pathAt, otherAt)
    const other = bytes.toString('utf8', otherAt, bytesAt)
    calls.push(callOf(kind, { inode, place, path, other, written: bytes.subarray(bytesAt, at) }))
  }
  return calls
}

interface Fields {
  inode: number
  place: number
  path: string
  other: string
  written: Buffer
}

function callOf(number: number, { inode, place, path, other, written }: Fields): Call {
  const kind = kinds[number]
  switch (kind) {
    case 'makeFile':
    case 'makeFolder':
      return { kind, path, inode }
    case 'write':
      return { kind, inode, offset: place, bytes: written }
    case 'truncate':
      return { kind, inode, length: place }
    case 'rename':
    case 'link':
      return { kind, path, to: other }
    case 'unlink':
      return { kind, path }
    case 'syncBegins':
    case 'syncEnds':
      return { kind, inode, number: place }
    default:
      throw new Error(`a call that the record cannot follow: ${path || number}`)
  }
}
