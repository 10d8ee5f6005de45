/** Many devices on one local network: `npm run faults -- lan [--devices 30]`. Linux, as administrator. */
import { parseArgs } from 'node:util'
import { meetOnLan } from '../lan/meeting.ts'

/** Two processors share what thirty would have. */
const PATIENCE = 600

const { values } = parseArgs({ options: { devices: { type: 'string', default: '30' } } })
const { devices, joined, agreed, memory } = await meetOnLan(Number(values.devices), PATIENCE)
process.stdout.write(
  `${devices} devices: joined in ${joined.toFixed(1)} s, all agree ${agreed.toFixed(1)} s after the last wrote, ${Math.round(memory / 1e6)} MB at most\n`,
)
