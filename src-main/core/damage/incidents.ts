import { join } from 'node:path'
import { basename } from 'node:path/posix'
import { z } from 'zod'
import type { Timestamp } from '../../../src-shared/ids.ts'
import { healings, type Incident, type IncidentPart, incidentParts } from '../../../src-shared/model/incident.ts'
import { readIfThere, writeDurably } from '../lib/durable-file.ts'
import { sealJson, unsealJson } from '../lib/sealed-json.ts'
import { isThere, moveAside, placeAside } from '../lib/set-aside.ts'

const FILE = 'incidents.json'

/** The latest are kept: each is a line of a few hundred bytes, and a failing disk makes many. */
const MAX_INCIDENTS = 100

const incidentSchema = z.object({
  part: z.enum(incidentParts),
  at: z.number(),
  files: z.array(z.string()),
  setAside: z.string().nullable(),
  seen: z.boolean(),
  /** What is whole of it is still to be brought back. */
  isToSalvage: z.boolean().default(false),
})
type Stored = z.infer<typeof incidentSchema>
const storedSchema = z.object({ version: z.literal(1), incidents: z.array(incidentSchema) })

/** Parts of which what is whole is brought back, once they were moved away. */
const salvageable = ['journal', 'logs'] as const
type Salvageable = (typeof salvageable)[number]

/** A part that was moved away. */
interface Moved {
  /** Named from the data folder. */
  place: string
  /** Names of its files that are known to be damaged; none when nothing is known of them. */
  damaged: string[]
}

/** What was found in the data folder that had not been left so, and what became of it. */
export class Incidents {
  private constructor(
    private readonly folder: string,
    private readonly now: () => Timestamp,
    private stored: Stored[],
  ) {}

  static async open(folder: string, now: () => Timestamp): Promise<Incidents> {
    const text = await readIfThere(join(folder, FILE))
    if (text === undefined) return new Incidents(folder, now, [])
    const read = unsealJson('incidents', text)
    const parsed = read.state === 'whole' ? storedSchema.safeParse(read.content) : undefined
    const incidents = new Incidents(folder, now, parsed?.data?.incidents ?? [])
    if (!parsed?.success) await incidents.moveAway('incidents', FILE, [FILE])
    return incidents
  }

  list(): Incident[] {
    return this.stored.map(({ isToSalvage: _, ...incident }) => ({ ...incident, healedBy: healings[incident.part] }))
  }

  /** What was moved away of a part, and of which not all that is whole was brought back yet. */
  toSalvage(wanted: Salvageable): Moved[] {
    return this.stored.flatMap(({ part, isToSalvage, setAside: place, files }) =>
      isToSalvage && place !== null && part === wanted ? [{ place, damaged: files.map((file) => basename(file)) }] : [],
    )
  }

  async salvaged(place: string): Promise<void> {
    const done = (incident: Stored) => incident.setAside === place
    await this.save(this.stored.map((one) => (done(one) ? { ...one, isToSalvage: false } : one)))
  }

  /** Moves what is damaged out of the way, notes it, and says where it is. `path` may be gone altogether: null. */
  async moveAway(part: IncidentPart, path: string, files: string[]): Promise<string | null> {
    if (!(await isThere(join(this.folder, path)))) {
      await this.note(part, files)
      return null
    }
    const place = await placeAside(this.folder, path, this.now())
    const move = () => moveAside(this.folder, path, place)
    if (salvageable.some((whole) => whole === path)) await this.noteBefore(move, part, files, place)
    else {
      await move()
      await this.note(part, files, place)
    }
    return place
  }

  /** A process that dies in between must not leave behind what nobody knows to bring back. */
  private async noteBefore(
    move: () => Promise<void>,
    part: IncidentPart,
    files: string[],
    place: string,
  ): Promise<void> {
    const before = this.stored
    await this.note(part, files, place, true)
    try {
      await move()
    } catch (refused) {
      await this.save(before).catch(() => undefined)
      throw refused
    }
  }

  /** To be told to a person, and dismissed. */
  async note(
    part: IncidentPart,
    files: string[] = [],
    place: string | null = null,
    isToSalvage = false,
  ): Promise<void> {
    const incident = { part, at: this.now(), files, setAside: place, seen: false, isToSalvage }
    const isKept = ({ isToSalvage }: Stored, index: number, all: Stored[]) =>
      isToSalvage || index >= all.length - MAX_INCIDENTS
    await this.save([...this.stored, incident].filter(isKept))
  }

  /** A person has read about all of them. */
  async dismiss(): Promise<void> {
    await this.save(this.stored.map((incident) => ({ ...incident, seen: true })))
  }

  private async save(incidents: Stored[]): Promise<void> {
    this.stored = incidents
    const text = sealJson('incidents', { version: 1, incidents })
    await writeDurably(join(this.folder, FILE), text)
  }
}
