import type Hypercore from 'hypercore'

/**
 * Who signs two things at one place of a core is found out when those meet who hold one of them each. Hypercore would
 * take nothing more of that core, from anybody, and close it under whoever reads it; but it belongs to documents that
 * others go on with, and whoever comes later needs it. So nothing more is taken of it from whom it was found out with,
 * which is what Hypercore has come to by then, and all else goes on.
 */
export function goOnWithFork(core: Hypercore): void {
  core.once('ready', () => {
    core.core._onconflict = async () => {
      core.core.header.frozen = false
    }
  })
}
