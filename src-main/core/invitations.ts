import { EventEmitter } from 'node:events'
import AsyncLock from 'async-lock'
import b4a from 'b4a'
import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { PlaceFields } from '../../src-shared/model/place.ts'
import type { InvitedRole } from '../../src-shared/model/role.ts'
import { found } from './documents/document-store.ts'
import type { Descent } from './lib/descent.ts'
import { isOfRelay, leadsTo } from './membership/descent.ts'
import {
  createInvitation,
  type Invitation,
  invitationKeys,
  invitationToLink,
  invitationTopic,
  linkToInvitation,
  proveInvited,
} from './membership/invitation.ts'
import type { FreshKey, KnownSpace } from './membership/keyring.ts'
import type { KnownInvitation } from './membership/members.ts'
import { invitationKey } from './membership/records-read.ts'
import type { RelayedSpace } from './membership/relay-keyring.ts'
import { mayWelcome } from './membership/resolve-members.ts'
import type { Network } from './network/network.ts'
import { type Answer, MAX_EPOCHS, type Newcomer, type Refusal, type RelayWelcome } from './network/pairing-session.ts'
import { enteringPlace, type OwnPlace } from './own-place.ts'
import type { Space } from './space.ts'
import type { Stranger } from './stranger.ts'

/** A space that this device belongs to from now on. */
export type EnteredSpace = Pick<KnownSpace, 'space' | 'secret' | 'epochs' | 'name' | 'example' | 'origin' | 'descent'> &
  OwnPlace

export interface InvitationsOptions {
  device: DeviceId
  network: Network
  known(space: SpaceId): KnownSpace | undefined
  /** How a newcomer whom this device lets in comes from the founder. */
  descentOf(guest: DeviceId, space: KnownSpace): Descent
  now(): Timestamp
  /** A space that is open. */
  space(id: SpaceId): Space | undefined
  enter(space: EnteredSpace): Promise<Space>
  /** This device as nobody knows it, to ask for a space that it was removed from. */
  becomeStranger(): Promise<Stranger>
  /** Enters such a space under the key of that stranger, which this device has from the next start on. */
  comeBack(space: EnteredSpace, key: FreshKey): Promise<void>
  /** How a relay that this device lets in comes from the founder. */
  descentOfRelay(relay: DeviceId, space: KnownSpace): Descent
  /** This core stops: nobody is waited for. */
  leaving: AbortSignal
  /** Stores and passes on a space from now on. */
  enterRelayed(space: RelayedSpace): Promise<void>
}

/** What whoever uses an invitation becomes, and for how long and how many it is. */
export interface InvitationTerms {
  role: InvitedRole
  isReusable: boolean
  /** An administrator says yes to each. */
  needsApproval: boolean
  days: number
  /** For one more computer of this device's own place. */
  ofOwnPlace?: boolean
}

/** Somebody who is invited, and waits for an administrator to say yes. */
export interface JoinRequest {
  id: string
  space: SpaceId
  device: DeviceId
  placeName: string
  commune: string
  role: InvitedRole
}

/** Newcomers who wait at once: more are sent away, and may come back. */
const MAX_REQUESTS = 100

/** Lets others into the spaces of this core, and this core into theirs. */
export class Invitations extends EventEmitter<{
  /** Somebody waits for a yes, or does not any more. */
  requestsChanged: []
  /** Whether what we ask was heard in this space, where somebody has to say yes. */
  heard: [space: SpaceId, isHeard: boolean]
}> {
  /** The last attempt to enter each space, which settles when it has ended. */
  private readonly joining = new Map<SpaceId, Promise<unknown>>()
  /** Invitations that are answered for, of each space. */
  private readonly hosted = new Map<SpaceId, Set<string>>()
  private readonly waiting = new Map<string, { request: JoinRequest; decide(isAccepted: boolean): void }>()
  /** Two who come at once are answered one after the other. */
  private readonly lock = new AsyncLock()

  constructor(private readonly options: InvitationsOptions) {
    super()
  }

  /** Writes an invitation that whoever has the link may use. @throws AppError `not-found`, `no-access` */
  async create(
    id: SpaceId,
    { days, ofOwnPlace, ...terms }: InvitationTerms,
  ): Promise<{ link: string; expiresAt: Timestamp; invitation: string }> {
    const space = found(this.options.space(id), `space ${id}`)
    const known = found(this.options.known(id), `space ${id}`)
    space.membership.check('administrator')
    const placeName = (await space.placeNames()).get(this.options.device) ?? known.placeFields.name
    const place = ofOwnPlace ? known.place : null
    const invitation = createInvitation(
      {
        space: id,
        spaceName: known.name,
        placeName,
        place,
        relayFor: terms.role === 'relay' ? this.options.device : null,
      },
      this.options.now(),
      days,
    )
    const { publicKey, hostKey } = invitationKeys(invitation)
    const { expiresAt } = invitation
    const isOfPlace = place !== null
    await space.append([{ kind: 'invited', invitation: publicKey, hostKey, expiresAt, isOfPlace, ...terms }])
    return { link: invitationToLink(invitation), expiresAt, invitation: invitationKey(publicKey) }
  }

  /** Nobody else may use it. @throws AppError `not-found`, `no-access` */
  async revoke(id: SpaceId, key: string): Promise<void> {
    const space = found(this.options.space(id), `space ${id}`)
    space.membership.check('administrator')
    const { invitation, isRevoked } = found(space.members.invitation(key), `invitation ${key}`)
    if (!isRevoked) await space.append([{ kind: 'revoked', invitation }])
  }

  /**
   * Reads a link. Whether it has expired is for the member to say who answers: this computer is new here, and its clock
   * may be wrong. @throws AppError `invalid-invitation`, `newer-version`
   */
  read(link: string): Invitation & { hasExpired: boolean } {
    const invitation = linkToInvitation(link)
    return { ...invitation, hasExpired: invitation.expiresAt <= this.options.now() }
  }

  /**
   * Meets a member and enters the space. Waits until one answers or `signal` says to stop. `founded` is the place that
   * enters, unless the invitation is for one more computer of another, or this one comes back after it was removed.
   * @throws AppError `invalid-input` when neither is there, and the refusals
   */
  async join(link: string, founded: PlaceFields | undefined, signal: AbortSignal): Promise<Space> {
    if (this.read(link).relayFor) throw new AppError('invalid-input', 'for a relay: see `maillage relay`')
    return found(await this.enter(link, founded, signal), 'the space of the invitation')
  }

  /** The same, also by an invitation for a relay: that opens no space, and resolves once this device stores and passes on. */
  async enter(link: string, founded: PlaceFields | undefined, signal: AbortSignal): Promise<Space | undefined> {
    const invitation = this.read(link)
    // A space opened twice would have two writers of one log: one attempt after the other.
    const before = this.joining.get(invitation.space) ?? Promise.resolve()
    const until = AbortSignal.any([signal, this.options.leaving])
    const joined = before.then(() => this.joinAlone(invitation, founded, until))
    this.joining.set(
      invitation.space,
      joined.catch(() => undefined),
    )
    return joined
  }

  /** Answers for every invitation of the space, whoever wrote it: also that it is not open any more. */
  hostAll(space: Space): void {
    const { network, now } = this.options
    const hosted = this.hosted.get(space.id) ?? new Set()
    this.hosted.set(space.id, hosted)
    for (const { invitation, hostKey, expiresAt } of space.members.invitations()) {
      const key = invitationKey(invitation)
      if (hosted.has(key) || expiresAt <= now()) continue
      hosted.add(key)
      const answer = (newcomer: Newcomer) => this.answer(space, key, newcomer)
      network.host({ topic: invitationTopic(invitation), invitation, hostKey, answer })
    }
  }

  /** Those who wait for this device's administrator. */
  requests(): JoinRequest[] {
    return [...this.waiting.values()].map(({ request }) => request)
  }

  /** @throws AppError `not-found` when nobody waits any more */
  decide(id: string, isAccepted: boolean): void {
    found(this.waiting.get(id), `request ${id}`).decide(isAccepted)
  }

  private async joinAlone(
    invitation: Invitation,
    founded: PlaceFields | undefined,
    signal: AbortSignal,
  ): Promise<Space | undefined> {
    const here = this.options.space(invitation.space)
    if (here?.isRemoved && !invitation.relayFor) return this.comeBack(here, invitation, signal)
    if (here) return here
    const ours = enteringPlace(invitation, founded)
    const answer = await this.askToEnter(this.options, invitation, ours, signal)
    if (answer.kind === 'relay') {
      await this.options.enterRelayed(relayedSpace(invitation, answer))
      return undefined
    }
    return this.options.enter(enteredSpace(invitation, answer, this.options.device, ours))
  }

  /** A removal is for good: who comes back is somebody else to the others, and writes for the same place. */
  private async comeBack(here: Space, invitation: Invitation, signal: AbortSignal): Promise<Space> {
    const { secret, place, placeFields, sharesPlace } = found(this.options.known(here.id), `space ${here.id}`)
    const isWritten = sharesPlace || (await here.directory.get(place)) !== undefined
    const ours = invitation.place
      ? enteringPlace(invitation, undefined)
      : { place, placeFields, sharesPlace: isWritten }
    const { key, network } = await this.options.becomeStranger()
    try {
      const answer = await this.askToEnter({ network, device: key.device, secret }, invitation, ours, signal)
      if (answer.kind === 'relay') throw new AppError('internal', 'a link for a member led to a relay')
      await this.options.comeBack(enteredSpace(invitation, answer, key.device, ours), key)
    } finally {
      await network.stop()
    }
    return here
  }

  /** Waits for a member to say yes, or no. */
  private async askToEnter(
    { network, device, secret }: Pick<InvitationsOptions, 'network' | 'device'> & { secret?: string },
    invitation: Invitation,
    ours: OwnPlace,
    signal: AbortSignal,
  ): Promise<Exclude<Answer, { kind: 'refusal' }>> {
    if (network.state === 'offline') throw new AppError('offline', 'joining needs the network')
    const keys = invitationKeys(invitation)
    const introduction = { placeName: ours.placeFields.name, commune: ours.placeFields.commune }
    // Under another secret than the one that is known here, all that is here would be out of reach.
    const isSame = (answer: Answer) => !secret || answer.kind !== 'welcome' || hex(answer.secret) === secret
    // Whoever has the same link can answer it, and whoever is a member shows it. What we become stands in the link.
    const believes = (answer: Answer) =>
      answer.kind === 'refusal' ||
      (isAsked(invitation, answer) && leadsTo(answer.descent, invitation.space, device) && isSame(answer))
    const onHeard = (isHeard: boolean) => this.emit('heard', invitation.space, isHeard)
    const answer = await network.askToJoin({ ...keys, introduction, believes, onHeard }, signal)
    if (answer.kind === 'refusal') throw refused(answer.reason)
    return answer
  }

  private async answer(space: Space, key: string, newcomer: Newcomer): Promise<Answer | undefined> {
    const refusal = this.refusal(space, key, newcomer)
    if (refusal) return { kind: 'refusal', reason: refusal }
    const invitation = space.members.invitation(key)
    const mayAnswer = () => invitation && mayWelcome(space.members.standing(this.options.device), invitation)
    if (!invitation || !mayAnswer()) return undefined
    if (invitation.needsApproval && !invitation.guests.includes(newcomer.device)) {
      if (this.waiting.size >= MAX_REQUESTS) return undefined
      if (!(await this.ask(space, invitation, newcomer))) return { kind: 'refusal', reason: 'declined' }
    }
    return this.lock.acquire(key, async (): Promise<Answer | undefined> => {
      // Another may have come meanwhile, and we may be somebody else.
      if (!mayAnswer()) return undefined
      const late = this.refusal(space, key, newcomer)
      if (late) return { kind: 'refusal', reason: late }
      return this.welcome(space, key, newcomer)
    })
  }

  private refusal(space: Space, key: string, { device }: Newcomer): Refusal | undefined {
    const { members } = space
    const invitation = members.invitation(key)
    if (!invitation || invitation.isRevoked) return 'revoked'
    if (invitation.expiresAt <= this.options.now()) return 'expired'
    if (members.standing(device) === 'removed') return 'declined'
    const isUsed = invitation.guests.length > 0 && !invitation.guests.includes(device)
    return isUsed && !invitation.isReusable ? 'used' : undefined
  }

  /** What stands in our log before the newcomer has the secret: that it belongs, and by whom. */
  private async welcome(space: Space, key: string, { device }: Newcomer): Promise<Answer> {
    const known = found(this.options.known(space.id), `space ${space.id}`)
    const { invitation, role, guests } = found(space.members.invitation(key), `invitation ${key}`)
    if (!guests.includes(device)) await space.append([{ kind: 'welcomed', invitation, device }])
    const { name } = known
    if (role === 'relay') {
      const { topic, proof, logNamespace, blobNamespace } = space.keys
      const descent = this.options.descentOfRelay(device, known)
      return { kind: 'relay', topic, proof, logNamespace, blobNamespace, name, descent }
    }
    const descent = this.options.descentOf(device, known)
    const epochs = space.epochs.secrets().slice(0, MAX_EPOCHS)
    return { kind: 'welcome', secret: b4a.from(known.secret, 'hex'), epochs, name, role, descent }
  }

  /** Waits for a person here, as long as the newcomer does. */
  private async ask(
    space: Space,
    { role }: KnownInvitation,
    { device, introduction, gone, keepWaiting }: Newcomer,
  ): Promise<boolean> {
    const id = `${space.id}.${device}`
    this.waiting.get(id)?.decide(false)
    const request = { id, space: space.id, device, ...introduction, role }
    const asked = new Promise<boolean>((decide) => {
      this.waiting.set(id, { request, decide })
      gone.then(() => decide(false))
    })
    this.emit('requestsChanged')
    keepWaiting()
    const isAccepted = await asked
    // It may have come again meanwhile.
    if (this.waiting.get(id)?.request === request) this.waiting.delete(id)
    this.emit('requestsChanged')
    return isAccepted
  }
}

function enteredSpace(
  invitation: Invitation,
  answer: Extract<Answer, { kind: 'welcome' }>,
  device: DeviceId,
  ours: OwnPlace,
): EnteredSpace {
  const { name, role, secret, epochs, descent } = answer
  const { space } = invitation
  const keys = invitationKeys(invitation)
  const proof = hex(proveInvited(keys, space, device))
  const origin = { kind: 'joined', invitation: invitationKey(keys.publicKey), proof, role } as const
  return { space, secret: hex(secret), epochs: epochs.map(hex), name, example: false, origin, descent, ...ours }
}

/** Whoever wrote the invitation says who belongs, until others are told to: any contributor can have answered it. */
function relayedSpace({ space, relayFor }: Invitation, { name, descent, ...keys }: RelayWelcome): RelayedSpace {
  return {
    space,
    name,
    topic: hex(keys.topic),
    topics: [],
    told: {},
    proof: hex(keys.proof),
    logNamespace: hex(keys.logNamespace),
    blobNamespace: hex(keys.blobNamespace),
    descent,
    administrators: relayFor ? [relayFor] : [],
    removed: [],
    members: [],
    devices: [],
    lines: {},
  }
}

function hex(bytes: Uint8Array): string {
  return b4a.toString(bytes, 'hex')
}

/** A relay is let in as one and nobody else is: it gets no key, and a window is not left without one. */
function isAsked({ relayFor }: Invitation, { kind, descent }: Exclude<Answer, { kind: 'refusal' }>): boolean {
  const isForRelay = relayFor !== null
  return (kind === 'relay') === isForRelay && isOfRelay(descent) === isForRelay
}

function refused(reason: Refusal): AppError {
  return new AppError(`invitation-${reason}`, `the invitation is ${reason}`)
}
