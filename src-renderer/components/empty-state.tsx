import { Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: Icon
  title: string
  lead?: string
  children?: ReactNode
}

/** What stands where a list would, while there is nothing to list: says why, and what to do next. */
export function EmptyState({ icon: Glyph, title, lead, children }: EmptyStateProps) {
  return (
    <Stack align="center" gap="sm" py={64} px="md" maw={460} mx="auto" ta="center">
      <ThemeIcon size={64} radius={64} variant="light" color="forest">
        <Glyph size={32} stroke={1.5} aria-hidden />
      </ThemeIcon>
      <Title order={2}>{title}</Title>
      {lead && <Text c="dimmed">{lead}</Text>}
      {children}
    </Stack>
  )
}
