import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Timestamp } from '../../src-shared/ids.ts'

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

const OLD = 7 * 86_400_000

/** Dates as people say them, in the language on screen. */
export function useDates() {
  const { t, i18n } = useTranslation()
  const language = i18n.language
  return useMemo(() => {
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
    const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
    const precise = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' })
    return {
      /** "il y a 2 heures", then the day once it is a week old. */
      ago(at: Timestamp): string {
        const elapsed = Date.now() - at
        if (Math.abs(elapsed) > OLD) return day.format(at)
        for (const [unit, length] of steps) {
          if (Math.abs(elapsed) >= length) return relative.format(-Math.round(elapsed / length), unit)
        }
        return t('date.now')
      },
      precise: (at: Timestamp) => precise.format(at),
    }
  }, [language, t])
}
