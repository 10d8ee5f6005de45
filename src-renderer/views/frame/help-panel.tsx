import { Kbd, List, Stack, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SidePanel } from '../../components/side-panel.tsx'

const everywhere = [
  ['Ctrl K', 'search'],
  ['Ctrl F', 'find'],
  ['Ctrl N', 'newPage'],
  ['F1', 'help'],
  ['Ctrl +', 'larger'],
  ['Ctrl -', 'smaller'],
  ['Ctrl 0', 'usual'],
] as const

const onPage = [
  ['E', 'write'],
  ['/', 'insert'],
  ['Ctrl B', 'bold'],
  ['Ctrl I', 'italic'],
  ['Ctrl Z', 'undo'],
  ['Alt F10', 'toolbar'],
  ['#', 'heading'],
  ['-', 'list'],
] as const

/** How to begin, and the keys: what a person would ask whoever installed it. */
export function HelpPanel({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <SidePanel opened={opened} onClose={onClose} title={t('help.title')} width={460}>
      <Stack>
        <List spacing="xs">
          {(['write', 'share', 'offline', 'keep'] as const).map((tip) => (
            <List.Item key={tip}>{t(`help.tips.${tip}`)}</List.Item>
          ))}
        </List>
        <Keys title={t('help.everywhere')} keys={everywhere} />
        <Keys title={t('help.onPage')} keys={onPage} />
      </Stack>
    </SidePanel>
  )
}

type KeyName = (typeof everywhere)[number][1] | (typeof onPage)[number][1]

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, KeyName])[] }) {
  const { t } = useTranslation()
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      <Table>
        <Table.Tbody>
          {keys.map(([key, name]) => (
            <Table.Tr key={key}>
              <Table.Td w={110}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>
                <Text size="sm">{t(`help.keys.${name}`)}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
