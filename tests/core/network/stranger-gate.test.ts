import { expect, test } from 'vitest'
import { StrangerGate } from '../../../src-main/core/network/stranger-gate.ts'

/** How many of a thousand are let in at `now`, each from where `from` says. */
function letIn(gate: StrangerGate, from: (one: number) => string, now: number): number {
  return Array.from({ length: 1_000 }, (_, one) => gate.admits(from(one), now)).filter(Boolean).length
}

test('[SY8] a thousand strangers from one address leave room for one from another', () => {
  const gate = new StrangerGate()
  expect(letIn(gate, () => '203.0.113.1', 0)).toBe(32)
  expect(gate.admits('198.51.100.7', 9_999)).toBe(true)
  expect(gate.admits('203.0.113.1', 9_999)).toBe(false)
})

test('[SY8] a thousand strangers from everywhere are let in as far as there is room, and others after ten seconds', () => {
  const gate = new StrangerGate()
  const everywhere = (one: number) => `203.0.113.${one}`
  expect(letIn(gate, everywhere, 0)).toBe(256)
  expect(letIn(gate, everywhere, 9_999)).toBe(0)
  expect(letIn(gate, everywhere, 10_000)).toBe(256)
})
