import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { AppError, toAppError } from '../../../src-shared/errors.ts'

/**
 * Says that the data folder is ours before any of its files is looked at: one that another process is writing would
 * look damaged. An empty database, for the lock that it takes on every system.
 */
export class FolderLock {
  private constructor(private readonly database: ClassicLevel) {}

  /** @throws AppError `in-use`, `disk-full`, `disk-failed` */
  static async take(folder: string): Promise<FolderLock> {
    const place = join(folder, 'lock')
    try {
      return new FolderLock(await openDatabase(place))
    } catch (refused) {
      if (!(refused instanceof AppError) || refused.code !== 'internal') throw refused
    }
    // It holds nothing: what cannot be opened is made anew.
    await rm(place, { recursive: true, force: true })
    return new FolderLock(await openDatabase(place))
  }

  async release(): Promise<void> {
    await this.database.close()
  }
}

async function openDatabase(place: string): Promise<ClassicLevel> {
  const database = new ClassicLevel(place)
  try {
    await database.open()
    return database
  } catch (thrown) {
    const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown
    if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') {
      throw new AppError('in-use', 'another process has the data folder', { cause: thrown })
    }
    const { code, message } = toAppError(cause)
    // Whatever else it says of its bytes, nothing of ours is in them.
    throw new AppError(code === 'unreadable' ? 'internal' : code, message, { cause: thrown })
  }
}
