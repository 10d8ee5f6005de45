import { Group } from '@mantine/core'
import type { ReactNode } from 'react'

/** What can be done with what a panel shows: in sight however much it shows. */
export function PanelFoot({ children }: { children: ReactNode }) {
  return (
    <Group className="panel-foot" justify="flex-end">
      {children}
    </Group>
  )
}
