import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

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
  return (
    <Stack gap={6} mb="lg">
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Group gap="sm" align="baseline">
          <Title order={1}>{title}</Title>
          {note && (
            <Text c="dimmed" role="status">
              {note}
            </Text>
          )}
        </Group>
        <Group gap="sm" wrap="nowrap">
          {children}
        </Group>
      </Group>
      {lead && (
        <Text className="breakable" c="dimmed" maw={720}>
          {lead}
        </Text>
      )}
    </Stack>
  )
}
