import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { closeLabel } from '../../components/close-label.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useReceiving } from '../../hooks/use-receiving.ts'
import { useRights } from '../../hooks/use-rights.ts'

/**
 * Tells whoever administers a network, wherever they are, that somebody has come in, once the name of the place is here.
 * Those that a computer hears of while it receives everything have been there before.
 */
export function useArrivals(): void {
  const { t } = useTranslation()
  const { space } = useSpace()
  const { mayAdminister } = useRights()
  const isReceiving = useReceiving()
  const members = useAnswer('member.list', { space }).data?.members
  const known = useRef<Set<DeviceId> | null>(null)
  useEffect(() => {
    if (!members) return
    const named = members.filter(({ place, isFormer, standing }) => place !== '' && !isFormer && standing !== 'removed')
    const arrived = named.filter(({ device, isOwn }) => !isOwn && !known.current?.has(device))
    const isFirstLook = known.current === null
    // Who has no name yet is told of when it has one.
    const present = isFirstLook ? members : named
    known.current = new Set([...(known.current ?? []), ...present.map(({ device }) => device)])
    if (isFirstLook || isReceiving || !mayAdminister) return
    const ours = members.find(({ isOwn }) => isOwn)?.place
    for (const { place } of arrived) {
      notifications.show({
        color: 'forest',
        withBorder: true,
        autoClose: false,
        message: t(place === ours ? 'members.arrivedOwn' : 'members.arrived', { place }),
        closeButtonProps: closeLabel(),
      })
    }
  }, [members, isReceiving, mayAdminister, t])
}
