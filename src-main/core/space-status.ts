import type { DeviceId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { DiskState, PeerStatus, SpaceStatus } from '../../src-shared/ipc/contract.ts'
import type { Holdings } from './network/holdings.ts'
import type { Path } from './network/wire.ts'

/** What this device knows of one device of the space, itself included. */
export interface KnownDevice {
  device: DeviceId
  place: string
  /** It is a member or was, or is here. Of any other a member told: it may be a newcomer, or made up. */
  belongs: boolean
  /** Another device goes on in its place: unless it shows up, nobody waits for it. */
  isFormer: boolean
  /** It was taken out of the space: nobody waits for it, and it is no peer. */
  isRemoved: boolean
  /** What it wrote last is under a key that has not come. */
  isLocked: boolean
  /** It stores and passes on, and is nobody who reads what we write. */
  isRelay: boolean
  /** Null while it is not connected. */
  path: Path | null
  lastSeenAt: Timestamp | null
  /** Blocks of our log that it ever said it holds; null when it never told. */
  confirmed: number | null
  /** Blocks of its log: signed lengths that reached us, and blocks held here. */
  known: number
  held: number
  /** Of those held, how many were read: what they say is in lists and counts. */
  read: number
  heldFiles: number
  knownFiles: number
  missingBytes: number
  /** What it said it holds of everybody's logs, over the present connection. */
  told: ReadonlyMap<DeviceId, Holdings[DeviceId]> | undefined
  /** What it said when it was here last; nothing of one that was removed. */
  toldBefore: Holdings
}

export interface StatusInput {
  space: SpaceId
  own: DeviceId
  devices: KnownDevice[]
  /** Documents with words that are on disk and not in our log yet. */
  kept: number
  preparing: number
  disk: DiskState
  setAside: number
  isCopied: boolean
  isDismissed: boolean
  /** It began the space, and waits for nobody to know what there is. */
  isFounder: boolean
  missingBytes: number
  /** Of those, what nobody waits for. */
  unwantedBytes: number
  totalBytes: number
}

/** The truth that the screen shows, from what was held and told; nothing here is a guess. */
export function spaceStatus(input: StatusInput): SpaceStatus {
  const { space, own, devices, kept, preparing, setAside, disk, isCopied, isDismissed } = input
  const { missingBytes, unwantedBytes, totalBytes } = input
  const connected = devices.filter(({ told }) => told !== undefined)
  // Whose first block is here and says nothing of why it belongs is nobody.
  const somebody = devices.filter(({ belongs, held }) => belongs || held === 0)
  const known = somebody.map((device) => ({ ...device, ...knownLengths(device, devices) }))
  const blocksTotal = sum(known.map(({ blocks }) => blocks))
  const blocks = sum(known.map((device) => device.blocks - device.held))
  const others = known.filter(({ device, belongs, isRemoved }) => device !== own && belongs && !isRemoved)
  const mine = known.find(({ device }) => device === own)
  const received = known.every((device) => device.held >= device.blocks && device.heldFiles >= device.files)
  const isRead = known.every(
    ({ device, isRemoved, isLocked, read, held }) => device === own || isRemoved || (!isLocked && read >= held),
  )
  const delivered = connected.every(({ told }) => told && holdsAll(told, known))
  const isArriving = !input.isFounder && known.every(({ device }) => device === own)
  return {
    space,
    complete: !isArriving && received && isRead && delivered && missingBytes === 0 && kept === 0,
    isArriving,
    elsewhere: sum(known.map((device) => missingElsewhere(device, connected))),
    receiving: { blocks, blocksTotal, bytes: missingBytes - unwantedBytes, bytesTotal: totalBytes - unwantedBytes },
    unwantedBytes,
    unsent: unsent(mine?.held ?? 0, kept, others),
    preparing,
    disk,
    setAside,
    isCopied,
    isDismissed,
    peers: others.map((device) => peerStatus(device, mine?.held ?? 0)),
  }
}

/** A log is as long as anybody we listen to says, or said before it left. */
function knownLengths({ device, known, knownFiles }: KnownDevice, sayers: KnownDevice[]) {
  const told = sayers.flatMap((sayer) => sayer.told?.get(device) ?? sayer.toldBefore[device] ?? [])
  return {
    blocks: Math.max(known, ...told.map(({ blocks }) => blocks)),
    files: Math.max(knownFiles, ...told.map(({ files }) => files)),
  }
}

/** Blocks of a log that exist, and that nobody has who is here. */
function missingElsewhere(
  { device, held, blocks }: KnownDevice & { blocks: number },
  connected: KnownDevice[],
): number {
  const here = connected.map(({ told }) => told?.get(device)?.blocks ?? 0)
  return Math.max(0, blocks - Math.max(held, ...here))
}

function holdsAll(told: ReadonlyMap<DeviceId, Holdings[DeviceId]>, known: KnownDevice[]): boolean {
  return known.every(({ device, held, heldFiles }) => {
    const theirs = told.get(device) ?? { blocks: 0, files: 0 }
    return theirs.blocks >= held && theirs.files >= heldFiles
  })
}

/** Blocks of ours, with those still to come, that the member who has the fewest has not confirmed. */
function unsent(length: number, kept: number, others: KnownDevice[]): number {
  const awaited = others.filter(({ isFormer, isRelay, path }) => !isRelay && (!isFormer || path !== null))
  if (awaited.length === 0) return 0
  return kept + Math.max(0, length - Math.min(...awaited.map(({ confirmed }) => confirmed ?? 0)))
}

function peerStatus(device: KnownDevice & { blocks: number }, length: number): PeerStatus {
  return {
    device: device.device,
    place: device.place,
    connected: device.path !== null,
    path: device.path,
    lastSeenAt: device.lastSeenAt,
    theirs: { known: device.blocks, held: device.held },
    ours: { length, held: device.confirmed },
    missingBytes: device.missingBytes,
    isLocked: device.isLocked,
    isRelay: device.isRelay,
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
