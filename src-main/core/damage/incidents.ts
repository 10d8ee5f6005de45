import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Timestamp } from '../../../src-shared/ids.ts'
import { healings, type Incident, type IncidentPart, incidentParts } from '../../../src-shared/model/incident.ts'
import { writeDurably } from '../lib/durable-file.ts'
import { sealJson, unsealJson } from '../lib/sealed-json.ts'
import { setAside } from '../lib/set-aside.ts'

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
const storedSchema = z.object({ version: z.literal(1), incidents: z.array(incidentSchema) })

/** What was found in the data folder that had not been left so, and what became of it. */
export class Incidents {
  private constructor(
    private readonly folder: string,
    private readonly now: () => Timestamp,
    private stored: z.infer<typeof incidentSchema>[],
  ) {}

  static async open(folder: string, now: () => Timestamp): Promise<Incidents> {
    const text = await readFile(join(folder, FILE), 'utf8').catch(() => undefined)
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

  /** Where damaged logs are, named from the data folder, of which not all that is whole was brought back yet. */
  toSalvage(): string[] {
    return this.stored.flatMap(({ isToSalvage, setAside: place }) => (isToSalvage && place ? [place] : []))
  }

  async salvaged(place: string): Promise<void> {
    const done = (incident: z.infer<typeof incidentSchema>) => incident.setAside === place
    await this.save(this.stored.map((one) => (done(one) ? { ...one, isToSalvage: false } : one)))
  }

  /** Moves what is damaged out of the way, notes it, and says where it is. `path` may be gone altogether: null. */
  async moveAway(part: IncidentPart, path: string, files: string[]): Promise<string | null> {
    const place = await setAside(this.folder, path, this.now()).catch((thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
      throw thrown
    })
    await this.note(part, files, place, path === 'logs' && place !== null)
    return place
  }

  /** To be told to a person, and dismissed. */
  async note(
    part: IncidentPart,
    files: string[] = [],
    place: string | null = null,
    isToSalvage = false,
  ): Promise<void> {
    const incident = { part, at: this.now(), files, setAside: place, seen: false, isToSalvage }
    await this.save([...this.stored, incident].slice(-MAX_INCIDENTS))
  }

  /** A person has read about all of them. */
  async dismiss(): Promise<void> {
    await this.save(this.stored.map((incident) => ({ ...incident, seen: true })))
  }

  private async save(incidents: z.infer<typeof incidentSchema>[]): Promise<void> {
    this.stored = incidents
    const text = sealJson('incidents', { version: 1, incidents })
    await writeDurably(join(this.folder, FILE), text)
  }
}
