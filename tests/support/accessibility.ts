import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe finds wrong with what is on screen, one readable line each. */
export async function accessibilityFaults(window: Page): Promise<string[]> {
  // A fresh page for axe to open its own frame in would be refused by the shell: legacy mode stays in ours.
  // What passed is not described, which takes longer than the rest.
  const axe = new AxeBuilder({ page: window }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  )
}
