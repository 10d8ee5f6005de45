/**
 * A port that copies what it posts. Electron delivers `null` in place of a message whose buffers were transferred to
 * another process, and automerge-repo's adapter transfers them.
 */
export function copyingPort(port: MessagePort): MessagePort {
  return new Proxy(port, {
    get(target, name) {
      if (name === 'postMessage') return (message: unknown) => target.postMessage(message)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
