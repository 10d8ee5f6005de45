/**
 * Stops one thing after the other. What fails to stop keeps nothing else from stopping: a lock that stays taken would
 * keep the next start out.
 * @throws what failed first, once everything was tried
 */
export async function stopEach(stops: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const stop of stops) await stop().catch((reason: unknown) => failures.push(reason))
  if (failures.length > 0) throw failures[0]
}
