import { version } from '../../package.json' with { type: 'json' }

/** The release of Maillage that this is. */
export const applicationVersion: string = version
