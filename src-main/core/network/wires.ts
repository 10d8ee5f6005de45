/* All ways to meet others, which are loaded together, and only where somebody is to be met. */

export { LanWire } from './lan-wire.ts'
export { SwarmWire } from './swarm-wire.ts'
