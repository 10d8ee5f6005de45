import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Timestamp } from '../../src-shared/ids.ts'
import { elapsed } from './elapsed.ts'

/** Dates as people say them, in the language on screen. */
export function useDates() {
  const { t, i18n } = useTranslation()
  const language = i18n.language
  return useMemo(() => {
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
    const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
    const precise = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' })
    return {
      /** "il y a 2 heures", "hier", then the day once it is a week old. */
      ago(at: Timestamp): string {
        const since = elapsed(at, Date.now())
        if (since === 'old') return day.format(at)
        return typeof since === 'string' ? t(`date.${since}`) : relative.format(-since.count, since.unit)
      },
      precise: (at: Timestamp) => precise.format(at),
    }
  }, [language, t])
}
