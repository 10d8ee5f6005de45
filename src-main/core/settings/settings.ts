import { join } from 'node:path'
import { z } from 'zod'
import { toAppError } from '../../../src-shared/errors.ts'
import { type Settings, settingsSchema } from '../../../src-shared/ipc/contract.ts'
import { readIfThere, writeDurably } from '../lib/durable-file.ts'
import { sealJson, unsealJson } from '../lib/sealed-json.ts'

const defaults: Settings = { language: 'fr', theme: 'auto', slowLine: false }
/** Unknown fields of a newer version are kept. */
const storedSchema = z.looseObject({ version: z.number(), ...settingsSchema.partial().shape })

/** What a person chose on this computer. Losing it loses nothing but the choice: damage means the defaults. */
export class SettingsFile {
  private constructor(
    private readonly file: string,
    private stored: z.infer<typeof storedSchema>,
  ) {}

  /** `onDamage` moves the file out of the way. */
  static async open(folder: string, onDamage: (file: string) => Promise<void>): Promise<SettingsFile> {
    const file = join(folder, 'settings.json')
    const text = await readIfThere(file)
    if (text === undefined) return new SettingsFile(file, { version: 1 })
    const read = unsealJson('settings', text)
    const stored = read.state === 'whole' ? storedSchema.safeParse(read.content) : undefined
    if (stored?.success) return new SettingsFile(file, stored.data)
    await onDamage('settings.json')
    return new SettingsFile(file, { version: 1 })
  }

  get(): Settings {
    const { language = defaults.language, theme = defaults.theme, slowLine = defaults.slowLine } = this.stored
    return { language, theme, slowLine }
  }

  /** @throws AppError `disk-full`, `disk-failed` */
  async set(changes: { [Name in keyof Settings]?: Settings[Name] | undefined }): Promise<Settings> {
    const chosen = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    this.stored = { ...this.stored, ...chosen }
    try {
      await writeDurably(this.file, sealJson('settings', this.stored))
    } catch (thrown) {
      throw toAppError(thrown)
    }
    return this.get()
  }
}
