import { useCallback, useState } from 'react'
import { useSpace } from './current-space.ts'

/** Of every network and view, for as long as the window lives. */
const kept = new Map<string, unknown>()

/** As `useState`, and whoever comes back to the view finds it as they left it: filters, order, presentation. */
export function useKept<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const { space } = useSpace()
  const key = `${space} ${name}`
  const [value, setValue] = useState<Value>(() => (kept.has(key) ? (kept.get(key) as Value) : initial))
  const keep = useCallback(
    (next: Value) => {
      kept.set(key, next)
      setValue(() => next)
    },
    [key],
  )
  return [value, keep]
}
