import { join } from 'node:path'
import type { DeviceId } from '../../src-shared/ids.ts'
import type { Incidents } from './damage/incidents.ts'
import type { MergeOptions } from './log/core-copy.ts'
import { DamagedStore } from './log/damaged-store.ts'
import type { Space } from './space.ts'

interface SalvageOptions extends MergeOptions {
  folder: string
  spaces(): Space[]
  incidents: Incidents
  log(message: string): void
}

/**
 * Brings back what is whole in logs that were set aside because a file of theirs was damaged: others' blocks and
 * pictures that nobody who is connected may have. What it did not finish, the next start does again.
 * @throws what the disk refuses, and `signal`'s reason
 */
export async function salvageLogs({ folder, spaces, incidents, log, ...merging }: SalvageOptions): Promise<void> {
  for (const { place } of incidents.toSalvage('logs')) {
    let added = 0
    await DamagedStore.reading(join(folder, place, 'logs'), async (store) => {
      added += await salvageSpaces(store, spaces(), merging)
    })
    log(`${added} blocks were brought back from ${place}`)
    await incidents.salvaged(place)
  }
}

async function salvageSpaces(store: DamagedStore, spaces: Space[], merging: MergeOptions): Promise<number> {
  let added = 0
  for (const space of spaces) {
    const done = new Set<DeviceId>()
    // What one log says shows whose logs there are besides.
    for (let device = nextOf(space, done); device; device = nextOf(space, done)) {
      done.add(device)
      added += await salvageDevice(store, space, device, merging)
      await space.follow(device)
      await space.readHeld()
    }
  }
  return added
}

function nextOf({ logs }: Space, done: Set<DeviceId>): DeviceId | undefined {
  return logs.all().find(({ device }) => !done.has(device))?.device
}

async function salvageDevice(store: DamagedStore, space: Space, device: DeviceId, merging: MergeOptions) {
  const log = await space.logs.add(device)
  const files = await space.blobs.add(device)
  let added = 0
  // Our own log was written again from the journal, which has all of it.
  for (const core of log.isOwn ? [files.core] : [log.core, files.core]) {
    added += (await store.giveTo(core, merging))?.added ?? 0
  }
  return added
}
