import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWindowTitle } from '../hooks/use-window-title.ts'

/** The top of a view: its name, how much it holds, what can be done. */
export function ViewHeader({
  title,
  note,
  lead,
  children,
}: {
  title: string
  note?: string
  lead?: string
  children?: ReactNode
}) {
  useWindowTitle(title)
  return (
    <Stack gap={6} mb="md">
      <Group justify="space-between" gap="md">
        <Group gap="sm" align="baseline">
          <Title order={1}>{title}</Title>
          {note && (
            <Text c="dimmed" role="status">
              {note}
            </Text>
          )}
        </Group>
        <Group gap="sm">{children}</Group>
      </Group>
      {lead && (
        <Text className="breakable" c="dimmed" maw={720}>
          {lead}
        </Text>
      )}
    </Stack>
  )
}
