import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** The system's list of windows, and a screen reader, say which view is open. */
export function useWindowTitle(view: string): void {
  const { t } = useTranslation()
  const name = t('app.name')
  useEffect(() => {
    document.title = view === '' ? name : `${view} · ${name}`
    return () => {
      document.title = name
    }
  }, [view, name])
}
