import { createHash } from 'node:crypto'

/** Small files of ours are JSON with a checksum of everything else in them. */
const SEAL = 'checksum'

/** What a sealed file says, and whether to believe it. */
export type Unsealed = { state: 'whole' | 'unsealed'; content: unknown } | { state: 'damaged' }

/** `kind` is part of the checksum: a file that stands where another belongs is damage too. */
export function sealJson(kind: string, content: object): string {
  const bare = withoutSeal(content)
  return `${JSON.stringify({ ...bare, [SEAL]: sealOf(kind, bare) }, null, 2)}\n`
}

/** `unsealed`: written before files had a checksum, or its name is what was damaged. */
export function unsealJson(kind: string, text: string): Unsealed {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return { state: 'damaged' }
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return { state: 'damaged' }
  if (!(SEAL in content)) return { state: 'unsealed', content }
  const bare = withoutSeal(content)
  return text === sealJson(kind, bare) ? { state: 'whole', content: bare } : { state: 'damaged' }
}

function withoutSeal(content: object): object {
  return Object.fromEntries(Object.entries(content).filter(([name]) => name !== SEAL))
}

function sealOf(kind: string, bare: object): string {
  return createHash('sha256')
    .update(`${kind} ${JSON.stringify(bare)}`)
    .digest('hex')
    .slice(0, 32)
}
