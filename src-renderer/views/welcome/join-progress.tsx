import { Group, Loader, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { coreLink } from '../../core/core-link.ts'
import { useAnswer } from '../../core/use-core.ts'

/** Nobody may be there yet, or somebody there has to say yes. */
export function JoinProgress() {
  const { t } = useTranslation()
  const [isHeard, setHeard] = useState(false)
  const reach = useAnswer('network.status', {}).data?.reach
  useEffect(() => coreLink.on('invitation.heard', (told) => setHeard(told.isHeard)), [])
  return (
    <Group role="status" wrap="nowrap" align="flex-start">
      <Loader size="sm" mt={3} />
      <div>
        <Text>{t(isHeard ? 'welcome.heard' : 'welcome.joining')}</Text>
        <Text size="sm" c="dimmed">
          {t(isHeard ? 'welcome.heardHint' : 'welcome.joiningHint')}
        </Text>
        {!isHeard && reach !== undefined && reach !== 'ipv4' && (
          <Text size="sm">{t(reach === 'none' ? 'absence.unplugged.lead' : 'absence.ipv6.lead')}</Text>
        )}
      </div>
    </Group>
  )
}
