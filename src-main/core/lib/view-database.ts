import type { AbstractSublevel } from 'abstract-level'
import { ClassicLevel } from 'classic-level'
import type { SpaceId } from '../../../src-shared/ids.ts'

type Database = ClassicLevel<string, Uint8Array>

/** A named part of the views, its values JSON or bytes. */
export type View<Value> = AbstractSublevel<Database, string | Uint8Array | Buffer, string, Value>

/**
 * Everything that can be computed again from the logs: which blocks make which document, the rows of lists, the
 * search index, how far each log was read. Throw the folder away and the next start rebuilds it.
 */
export class ViewDatabase {
  private constructor(private readonly database: Database) {}

  static async open(folder: string): Promise<ViewDatabase> {
    const database: Database = new ClassicLevel(folder, { valueEncoding: 'view' })
    await database.open()
    return new ViewDatabase(database)
  }

  json<Value>(space: SpaceId, name: string): View<Value> {
    return this.database.sublevel<string, Value>([space, name], { valueEncoding: 'json' })
  }

  bytes(space: SpaceId, name: string): View<Uint8Array> {
    return this.database.sublevel<string, Uint8Array>([space, name], { valueEncoding: 'view' })
  }

  /** Empties every view of a space but those of these names. */
  async clear(space: SpaceId, kept: string[]): Promise<void> {
    // Names of sublevels stand between exclamation marks, in front of every key.
    const batch = this.database.batch()
    for await (const key of this.database.keys({ gte: `!${space}!`, lt: `!${space}"` })) {
      if (!kept.some((name) => key.startsWith(`!${space}!!${name}!`))) batch.del(key)
    }
    await batch.write()
  }

  /** Several views change together or not at all. */
  batch() {
    return this.database.batch()
  }

  async close(): Promise<void> {
    await this.database.close()
  }
}
