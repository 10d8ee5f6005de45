/**
 * Work that is asked for again while it is under way is done once more afterwards, however often it was asked for: whoever
 * asks a thousand times costs little more than whoever asks twice.
 */
export function onceMore(work: () => Promise<void>): () => Promise<void> {
  let underway: Promise<void> | null = null
  let isAsked = false
  const workOff = async () => {
    try {
      while (isAsked) {
        isAsked = false
        await work()
      }
    } finally {
      underway = null
    }
  }
  return () => {
    isAsked = true
    underway ??= workOff()
    return underway
  }
}
