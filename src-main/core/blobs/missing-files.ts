import type { DeviceId } from '../../../src-shared/ids.ts'
import { type Attachment, isPreview } from './attachment.ts'

interface OfDevice {
  bytes: number
  previews: Set<Attachment>
}

/** Files that are announced and not whole here. What is asked of them at every block is counted, and not looked through. */
export class MissingFiles implements Iterable<Attachment> {
  private readonly files = new Set<Attachment>()
  private readonly devices = new Map<DeviceId, OfDevice>()

  has(file: Attachment): boolean {
    return this.files.has(file)
  }

  add(file: Attachment): void {
    if (this.files.has(file)) return
    this.files.add(file)
    const device = this.devices.get(file.device) ?? { bytes: 0, previews: new Set() }
    device.bytes += file.blob.byteLength
    if (isPreview(file)) device.previews.add(file)
    this.devices.set(file.device, device)
  }

  /** False for one that was not missing. */
  delete(file: Attachment): boolean {
    if (!this.files.delete(file)) return false
    const device = this.devices.get(file.device)
    if (device) device.bytes -= file.blob.byteLength
    device?.previews.delete(file)
    return true
  }

  /** Of one device, or in all. */
  bytes(device?: DeviceId): number {
    if (device) return this.devices.get(device)?.bytes ?? 0
    return [...this.devices.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** The first of a device's previews, in the order of their coming. */
  previews(device: DeviceId, most: number): Attachment[] {
    const first: Attachment[] = []
    for (const preview of this.devices.get(device)?.previews ?? []) {
      if (first.length === most) break
      first.push(preview)
    }
    return first
  }

  [Symbol.iterator](): Iterator<Attachment> {
    return this.files.values()
  }
}
