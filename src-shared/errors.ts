/**
 * What a caller can do about a failure. A closed list: a new code needs a new way out, not a new sentence.
 *
 * - `not-found`      the thing asked for is not here
 * - `invalid-input`  ask again with other words, another file
 * - `invalid-invitation` paste the whole link
 * - `invalid-sheet` copy the recovery sheet again, whole
 * - `invitation-expired`, `invitation-used`, `invitation-revoked`, `invitation-declined` ask for a new invitation
 * - `wrong-passphrase` type it again
 * - `no-access`      not a member, or not allowed
 * - `last-administrator` make somebody else one first
 * - `in-use`         another process owns the data folder
 * - `unreadable`     stored bytes are damaged or not ours
 * - `set-aside`      could not be read, several times: ask for another try
 * - `newer-version`  written by a newer Maillage: update
 * - `too-large`      past a budget: send less
 * - `disk-full`      make room
 * - `disk-failed`    the disk refuses: look at rights, cables
 * - `offline`        needs the network
 * - `timeout`        try again later
 * - `cancelled`      the person asked for it
 * - `disconnected`   the core is gone: wait, it restarts
 * - `internal`       ours: report it
 */
export const errorCodes = [
  'not-found',
  'invalid-input',
  'invalid-invitation',
  'invalid-sheet',
  'invitation-expired',
  'invitation-used',
  'invitation-revoked',
  'invitation-declined',
  'wrong-passphrase',
  'no-access',
  'last-administrator',
  'in-use',
  'unreadable',
  'set-aside',
  'newer-version',
  'too-large',
  'disk-full',
  'disk-failed',
  'offline',
  'timeout',
  'cancelled',
  'disconnected',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** The only error that crosses a process. `message` is for logs; people read the sentence of `code` in strings/. */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

const diskCodes: Record<string, ErrorCode> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EIO: 'disk-failed',
  EACCES: 'disk-failed',
  EPERM: 'disk-failed',
  EROFS: 'disk-failed',
  EEXIST: 'disk-failed',
  ENOTDIR: 'disk-failed',
  ENOENT: 'disk-failed',
  EMFILE: 'disk-failed',
  ENAMETOOLONG: 'disk-failed',
}

/** The databases give the system's own words, and no code. */
const diskWords: [string, ErrorCode][] = [
  ['No space left on device', 'disk-full'],
  ['Disk quota exceeded', 'disk-full'],
  // EDQUOT, to which libuv gives no name.
  ['Unknown system error -122', 'disk-full'],
  ['Input/output error', 'disk-failed'],
  ['Permission denied', 'disk-failed'],
  ['Read-only file system', 'disk-failed'],
  ['Too many open files', 'disk-failed'],
  ['Corruption: ', 'unreadable'],
]

const diskSentences: Partial<Record<ErrorCode, string>> = {
  'disk-full': 'the disk is full: make room and try again, what was saved is kept',
  'disk-failed': 'the disk refuses: check the rights, the cable, the space',
}

/** A database says that its bytes are not what it wrote, unlike what we say of bytes that anybody may have written. */
export function isCorruption(thrown: unknown): boolean {
  return !(thrown instanceof AppError) && toAppError(thrown).code === 'unreadable'
}

/**
 * The disk, or a database on it, refuses. All else that may be thrown is about what was being read or written, and no
 * reason to open the databases anew.
 */
export function isDiskRefusal(thrown: unknown): boolean {
  const { code } = toAppError(thrown)
  return code === 'disk-full' || code === 'disk-failed' || isCorruption(thrown) || isOfLevel(thrown)
}

/** LevelDB gives its errors codes of its own, `LEVEL_IO_ERROR`. */
function isOfLevel(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  return ('code' in thrown && String(thrown.code).startsWith('LEVEL_')) || isOfLevel(thrown.cause)
}

/** RocksDB comes with `EIO` for all that it could not do; where the system refused, its words are in the message. */
function isDatabaseDamage(thrown: unknown, message: string): boolean {
  const systemCode = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  return systemCode === 'EIO' && !message.startsWith('EIO')
}

/** Gives every thrown value a code; what is not known by its system code or words becomes `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const message = thrown instanceof Error ? wordsOf(thrown) : String(thrown)
  const words = diskWords.find(([wording]) => message.includes(wording))
  const code = words?.[1] ?? (isDatabaseDamage(thrown, message) ? 'unreadable' : diskCodeOf(thrown)) ?? 'internal'
  const sentence = diskSentences[code]
  return new AppError(code, sentence ? `${sentence} (${message})` : message, { cause: thrown })
}

function diskCodeOf(thrown: unknown): ErrorCode | undefined {
  if (!(thrown instanceof Error)) return undefined
  return ('code' in thrown ? diskCodes[String(thrown.code)] : undefined) ?? diskCodeOf(thrown.cause)
}

/** The databases say that they failed, and why in the cause. */
function wordsOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${wordsOf(cause)}` : message
}
