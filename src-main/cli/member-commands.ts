import { type Command, Option } from 'commander'
import { AppError } from '../../src-shared/errors.ts'
import type { DeviceId } from '../../src-shared/ids.ts'
import { MAX_INVITATION_DAYS } from '../../src-shared/limits.ts'
import { type AppointedStanding, invitedRoleSchema, type Role, roleSchema } from '../../src-shared/model/role.ts'
import { type Session, withSession } from './session.ts'
import { wholeNumber } from './whole-number.ts'

interface InviteOptions {
  role: Role
  many?: boolean
  approval?: boolean
  days: number
  ownPlace?: boolean
}

export function addMemberCommands(program: Command): void {
  const invite = program.command('invite').description('invitations to a network')

  invite
    .command('create')
    .description('a link that lets another place join')
    .addOption(roleOption().default('contributor'))
    .option('--many', 'for as many places as have the link, instead of one')
    .option('--approval', 'an administrator has to accept each; the rule with --many')
    .option('--no-approval', 'nobody has to')
    .option('--days <number>', 'how long it may be used', wholeNumber(1, MAX_INVITATION_DAYS), 7)
    .option('--own-place', 'for one more computer of this place, instead of another place')
    .action((options: InviteOptions, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const { role, many, approval, days, ownPlace } = options
        const lasting = { days, ofOwnPlace: ownPlace ?? false }
        const terms = { role, isReusable: many ?? false, needsApproval: approval, ...lasting }
        const created = await call('invitation.create', { space: space(), ...terms })
        return { json: created, text: created.link }
      }),
    )

  invite
    .command('list')
    .description('invitations that were written, and what became of them')
    .action((_options: object, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const answer = await call('invitation.list', { space: space() })
        const lines = answer.invitations.map(({ invitation, role, state }) => `${invitation}  ${role}  ${state}`)
        return { json: answer, text: lines.join('\n') }
      }),
    )

  invite
    .command('revoke <invitation>')
    .description('nobody else may use it')
    .action((invitation: string, _options: object, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        await call('invitation.revoke', { space: space(), invitation })
        return { json: { invitation }, text: invitation }
      }),
    )

  const member = program.command('member').description('the devices of a network')

  member
    .command('list')
    .description('who belongs, and what each may do')
    .action((_options: object, command: Command) =>
      withSession(command, 'offline', async ({ call, space }) => {
        const answer = await call('member.list', { space: space() })
        const lines = answer.members.map(({ device, standing, place }) => `${device}  ${standing}  ${place}`.trimEnd())
        return { json: answer, text: lines.join('\n') }
      }),
    )

  member
    .command('appoint <device> <role>')
    .description(`what a device may do from now on: ${roleSchema.options.join(', ')}`)
    .action((device: string, role: string, _options: object, command: Command) =>
      withSession(command, 'offline', (session) => appoint(session, device, roleOf(role))),
    )

  member
    .command('remove <device>')
    .description('takes a device out; what it has received stays with it')
    .action((device: string, _options: object, command: Command) =>
      withSession(command, 'offline', (session) => appoint(session, device, 'removed')),
    )
}

async function appoint({ call, space }: Session, device: string, standing: AppointedStanding) {
  await call('member.appoint', { space: space(), device: device as DeviceId, standing })
  return { json: { device, standing }, text: `${device}  ${standing}` }
}

function roleOption(): Option {
  return new Option('--role <role>', 'what the place may do').choices(invitedRoleSchema.options)
}

function roleOf(text: string): Role {
  const role = roleSchema.safeParse(text)
  if (!role.success) throw new AppError('invalid-input', `${text} is not one of ${roleSchema.options.join(', ')}`)
  return role.data
}
