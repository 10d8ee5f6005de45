import { join, resolve } from 'node:path'

/**
 * Where this computer keeps everything: `--data DIR`, else MAILLAGE_DATA, else the system's own place.
 * `--data=DIR` is understood as well.
 */
export function chooseDataFolder(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
  applicationData: string,
): string {
  const at = argv.indexOf('--data')
  const separate = at >= 0 ? argv[at + 1] : undefined
  const joined = argv.find((argument) => argument.startsWith('--data='))?.slice('--data='.length)
  const chosen = separate ?? joined ?? environment.MAILLAGE_DATA
  return chosen ? resolve(chosen) : join(applicationData, 'Maillage')
}
