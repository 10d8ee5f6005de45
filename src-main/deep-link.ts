import { app } from 'electron'

const scheme = 'maillage'
const MAX_LENGTH = 10_000

/** Lets the system open maillage:// addresses with us. */
export function registerDeepLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(scheme)
}

/** The address among a command line's arguments: text to show in a form, nothing is done with it. */
export function deepLinkIn(argv: readonly string[]): string | undefined {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${scheme}://`) && argument.length <= MAX_LENGTH)
}
