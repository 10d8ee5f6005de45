/** What some work cost this process. */
export interface Strain {
  /** Bytes of memory above what was in use before, at the highest. */
  memory: number
  /** The longest that timers, sockets and windows had to wait, in milliseconds. */
  blocked: number
}

const LOOK_EVERY = 5

/** Whoever waits because other processes have the processor is not blocked by us: a stretch counts as far as we worked. */
export async function strainOf(work: () => Promise<void>): Promise<Strain> {
  const before = process.memoryUsage.rss()
  const strain = { memory: 0, blocked: 0 }
  let last = performance.now()
  let used = process.cpuUsage()
  const look = () => {
    const { user, system } = process.cpuUsage(used)
    const waited = performance.now() - last - LOOK_EVERY
    strain.blocked = Math.max(strain.blocked, Math.min(waited, (user + system) / 1_000))
    strain.memory = Math.max(strain.memory, process.memoryUsage.rss() - before)
    last = performance.now()
    used = process.cpuUsage()
  }
  const timer = setInterval(look, LOOK_EVERY)
  try {
    await work()
  } finally {
    clearInterval(timer)
    look()
  }
  return strain
}
