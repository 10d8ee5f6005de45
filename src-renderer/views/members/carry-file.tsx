import { ActionIcon, Alert, Button, Stack, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUsb } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DeviceId } from '../../../src-shared/ids.ts'
import { SidePanel } from '../../components/side-panel.tsx'
import { coreLink } from '../../core/core-link.ts'
import { native } from '../../core/native-bridge.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { BackupProgress } from '../settings/backup-progress.tsx'
import { backupErrorSentence } from '../settings/backup-sentence.ts'

interface Props {
  device: DeviceId
  place: string
}

/** What a place lacks, in a file to be carried there where no line leads. */
export function CarryFile({ device, place }: Props) {
  const { t } = useTranslation()
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Tooltip label={t('carry.for', { place })}>
        <ActionIcon variant="subtle" size="lg" aria-label={t('carry.for', { place })} onClick={open}>
          <IconUsb size={20} />
        </ActionIcon>
      </Tooltip>
      <SidePanel opened={isOpen} onClose={close} title={t('carry.title', { place })} width={480}>
        <MakeFile device={device} place={place} />
      </SidePanel>
    </>
  )
}

function MakeFile({ device, place }: Props) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const make = useMutation({
    mutationFn: async () => {
      const { chosen } = await native.ask('backup.choose', { purpose: 'create', name: t('carry.fileName') })
      if (!chosen) return null
      const { blocks } = await coreLink.call('backup.createPart', { sealedPath: chosen.sealedPath, space, device })
      return { name: chosen.name, blocks }
    },
  })
  return (
    <Stack gap="sm" align="flex-start">
      <Text>{t('carry.lead', { place })}</Text>
      {make.isPending ? <BackupProgress /> : <Button onClick={() => make.mutate()}>{t('carry.make')}</Button>}
      {make.isError && (
        <Alert color="red" variant="light" role="alert">
          {backupErrorSentence(t, make.error)}
        </Alert>
      )}
      {make.data && (
        <Alert color="forest" variant="light" role="status">
          {make.data.blocks > 0 ? t('carry.made', { name: make.data.name, place }) : t('carry.nothing', { place })}
        </Alert>
      )}
    </Stack>
  )
}
