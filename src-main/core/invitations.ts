import b4a from 'b4a'
import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { PlaceFields } from '../../src-shared/model/place.ts'
import { found } from './documents/document-store.ts'
import {
  createInvitation,
  type Invitation,
  invitationKeys,
  invitationToLink,
  invitationTopic,
  linkToInvitation,
  proveInvited,
} from './membership/invitation.ts'
import type { KnownSpace } from './membership/keyring.ts'
import type { Network } from './network/network.ts'
import type { Space } from './space.ts'

/** A space that this device belongs to from now on. */
export type EnteredSpace = Pick<KnownSpace, 'space' | 'secret' | 'name' | 'example' | 'origin'>

export interface InvitationsOptions {
  device: DeviceId
  network: Network
  known(space: SpaceId): KnownSpace | undefined
  now(): Timestamp
  /** A space that is open. */
  space(id: SpaceId): Space | undefined
  enter(space: EnteredSpace, place: PlaceFields): Promise<Space>
}

/** Lets others into the spaces of this core, and this core into theirs. */
export class Invitations {
  /** The last attempt to enter each space, which settles when it has ended. */
  private readonly joining = new Map<SpaceId, Promise<unknown>>()
  /** Invitations that are answered for, of each space. */
  private readonly hosted = new Map<SpaceId, Set<string>>()

  constructor(private readonly options: InvitationsOptions) {}

  /** Writes an invitation that whoever has the link may use. @throws AppError `not-found` */
  async create(id: SpaceId): Promise<{ link: string; expiresAt: Timestamp }> {
    const space = found(this.options.space(id), `space ${id}`)
    const known = found(this.options.known(id), `space ${id}`)
    const invitation = createInvitation(id, known.name, known.placeFields.name, this.options.now())
    const { publicKey, hostKey } = invitationKeys(invitation)
    await space.append([{ kind: 'invited', invitation: publicKey, hostKey, expiresAt: invitation.expiresAt }])
    return { link: invitationToLink(invitation), expiresAt: invitation.expiresAt }
  }

  /** Reads a link. @throws AppError `invalid-invitation`, also when it has expired */
  read(link: string): Invitation {
    const invitation = linkToInvitation(link)
    if (invitation.expiresAt <= this.options.now()) {
      throw new AppError('invalid-invitation', 'the invitation has expired')
    }
    return invitation
  }

  /** Meets a member and enters the space. Waits until one answers or `signal` says to stop. */
  async join(link: string, place: PlaceFields, signal: AbortSignal): Promise<Space> {
    const invitation = this.read(link)
    // A space opened twice would have two writers of one log: one attempt after the other.
    const before = this.joining.get(invitation.space) ?? Promise.resolve()
    const joined = before.then(() => this.joinAlone(invitation, place, signal))
    this.joining.set(
      invitation.space,
      joined.catch(() => undefined),
    )
    return joined
  }

  /** Answers for every open invitation of the space, whoever wrote it. */
  hostAll(space: Space): void {
    const { network, now } = this.options
    const hosted = this.hosted.get(space.id) ?? new Set()
    this.hosted.set(space.id, hosted)
    for (const { invitation, hostKey, expiresAt } of space.members.openInvitations(now())) {
      const key = b4a.toString(invitation, 'hex')
      if (hosted.has(key)) continue
      hosted.add(key)
      const welcome = () => this.welcome(space.id, expiresAt)
      network.host({ topic: invitationTopic(invitation), invitation, hostKey, welcome })
    }
  }

  private async joinAlone(invitation: Invitation, place: PlaceFields, signal: AbortSignal): Promise<Space> {
    const { network, device } = this.options
    const here = this.options.space(invitation.space)
    if (here) return here
    if (network.state === 'offline') throw new AppError('offline', 'joining needs the network')
    const keys = invitationKeys(invitation)
    const welcome = await network.askToJoin(keys, signal)
    const origin = {
      kind: 'joined',
      invitation: b4a.toString(keys.publicKey, 'hex'),
      proof: b4a.toString(proveInvited(keys, invitation.space, device), 'hex'),
    } as const
    const secret = b4a.toString(welcome.secret, 'hex')
    return this.options.enter({ space: invitation.space, secret, name: welcome.name, example: false, origin }, place)
  }

  private welcome(id: SpaceId, expiresAt: Timestamp) {
    const known = this.options.known(id)
    if (!known || expiresAt <= this.options.now()) return undefined
    return { secret: b4a.from(known.secret, 'hex'), name: known.name }
  }
}
