import { Group, Loader, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { coreLink } from '../../core/core-link.ts'

/** Nobody may be there yet, or somebody there has to say yes. */
export function JoinProgress() {
  const { t } = useTranslation()
  const [isHeard, setHeard] = useState(false)
  useEffect(() => coreLink.on('invitation.heard', (told) => setHeard(told.isHeard)), [])
  return (
    <Group role="status" wrap="nowrap" align="flex-start">
      <Loader size="sm" mt={3} />
      <div>
        <Text>{t(isHeard ? 'welcome.heard' : 'welcome.joining')}</Text>
        <Text size="sm" c="dimmed">
          {t(isHeard ? 'welcome.heardHint' : 'welcome.joiningHint')}
        </Text>
      </div>
    </Group>
  )
}
