import { AppError } from '../../../src-shared/errors.ts'

/** Reads `host:port,host:port`. @throws AppError `invalid-input` */
export function parseBootstrap(text: string | undefined): { host: string; port: number }[] {
  if (!text) return []
  return text.split(',').map((node) => {
    const match = /^\s*(?<host>[^\s:]+):(?<port>\d{1,5})\s*$/.exec(node)
    const port = Number(match?.groups?.port)
    if (!match?.groups?.host || port < 1 || port > 65_535) {
      throw new AppError('invalid-input', `${node} is not an address of the form HOST:PORT`)
    }
    return { host: match.groups.host, port }
  })
}
