import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { closeLabel } from '../../components/close-label.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'

/**
 * Tells whoever administers a network, wherever they are, that an invitation has let somebody in, once the name of the
 * place is here. Who had come in when the invitation was first heard of is no news.
 */
export function useArrivals(): void {
  const { t } = useTranslation()
  const { space } = useSpace()
  const { mayAdminister } = useRights()
  const invitations = useAnswer('invitation.list', { space }, mayAdminister).data?.invitations
  const known = useRef(new Map<string, DeviceId[]>())
  useEffect(() => {
    for (const { invitation, guests, isOfPlace } of invitations ?? []) {
      const before = known.current.get(invitation)
      const named = guests.filter(({ place }) => place !== '')
      // By device: a place that has another name now has not come in again.
      const devices = named.map(({ device }) => device)
      known.current.set(invitation, devices)
      if (!before) continue
      for (const { place } of named.filter(({ device }) => !before.includes(device))) {
        notifications.show({
          color: 'forest',
          withBorder: true,
          autoClose: false,
          message: t(isOfPlace ? 'members.arrivedOwn' : 'members.arrived', { place }),
          closeButtonProps: closeLabel(),
        })
      }
    }
  }, [invitations, t])
}
