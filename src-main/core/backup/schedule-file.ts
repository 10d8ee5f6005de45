import { join } from 'node:path'
import { z } from 'zod'
import { errorCodes, toAppError } from '../../../src-shared/errors.ts'
import { DEFAULT_KEPT_BACKUPS, MAX_KEPT_BACKUPS, scheduleRhythms } from '../../../src-shared/model/backup-schedule.ts'
import { readIfThere, writeDurably } from '../lib/durable-file.ts'
import { sealJson, unsealJson } from '../lib/sealed-json.ts'

const FILE = 'backups.json'

const time = z.number()
const storedSchema = z.object({
  version: z.literal(1),
  schedule: z.object({
    every: z.enum(scheduleRhythms),
    folder: z.string().nullable(),
    keep: z.number().int().min(1).max(MAX_KEPT_BACKUPS),
    isLocked: z.boolean(),
    withKeys: z.boolean(),
  }),
  /** From when the next is counted. */
  madeAt: time.nullable(),
  failedAt: time.nullable(),
  /** Files of the schedule, oldest first, each noted before it is written: nothing else is ever deleted. */
  files: z.array(z.object({ folder: z.string(), name: z.string() })),
  /** The most that one of them holds of each log and of each device's files. */
  held: z.record(z.string(), z.number()).default({}),
  last: z
    .object({ at: time, path: z.string(), bytes: z.number(), isScheduled: z.boolean(), isDamaged: z.boolean() })
    .nullable(),
  failure: z.object({ at: time, code: z.enum(errorCodes), folder: z.string(), seen: z.boolean() }).nullable(),
})
export type StoredBackups = z.infer<typeof storedSchema>

const nothing: StoredBackups = {
  version: 1,
  schedule: { every: 'never', folder: null, keep: DEFAULT_KEPT_BACKUPS, isLocked: false, withKeys: false },
  madeAt: null,
  failedAt: null,
  files: [],
  held: {},
  last: null,
  failure: null,
}

/** What is known of backups from one start to the next: what a person asked for, what was made, what failed. */
export class ScheduleFile {
  private constructor(
    private readonly file: string,
    private stored: StoredBackups,
  ) {}

  /** `onDamage` moves the file out of the way. */
  static async open(folder: string, onDamage: (file: string) => Promise<void>): Promise<ScheduleFile> {
    const file = join(folder, FILE)
    const text = await readIfThere(file)
    if (text === undefined) return new ScheduleFile(file, nothing)
    const read = unsealJson('backups', text)
    const parsed = read.state === 'whole' ? storedSchema.safeParse(read.content) : undefined
    if (!parsed?.success) await onDamage(FILE)
    return new ScheduleFile(file, parsed?.data ?? nothing)
  }

  get(): StoredBackups {
    return this.stored
  }

  /** What cannot be written holds until the next start all the same. @throws AppError `disk-full`, `disk-failed` */
  async change(changes: Partial<Omit<StoredBackups, 'version'>>): Promise<void> {
    this.stored = { ...this.stored, ...changes }
    try {
      await writeDurably(this.file, sealJson('backups', this.stored))
    } catch (thrown) {
      throw toAppError(thrown)
    }
  }
}
