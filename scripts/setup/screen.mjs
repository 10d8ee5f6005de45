/** A command and its arguments on a virtual screen of its own: nothing flashes up, and no display is needed. */
export function onScreen(command, args) {
  if (process.platform !== 'linux') return [command, args]
  return ['xvfb-run', ['-a', '-s', '-screen 0 1920x1200x24', command, ...args]]
}
