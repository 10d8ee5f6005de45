import { run } from './run.mjs'

/** Two places meet in the terminal, from the sources as they are: nothing has to be built for it. */
export function showDemo() {
  return run('tsx', ['src-main/demo/index.ts'], { shell: process.platform === 'win32' })
}
