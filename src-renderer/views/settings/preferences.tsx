import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { native } from '../../core/native-bridge.ts'
import { useSettings } from '../../hooks/use-settings.ts'
import { changeLanguage } from '../../strings/translate.ts'
import { useTextSize } from './text-size.tsx'

/** Applies the language and the theme that the core remembers, each time they change. Shows nothing. */
export function Preferences() {
  const { settings } = useSettings()
  const { setColorScheme } = useMantineColorScheme()
  const [textSize] = useTextSize()
  useEffect(() => {
    document.documentElement.style.setProperty('--mantine-scale', textSize)
  }, [textSize])
  const language = settings?.language
  const theme = settings?.theme
  useEffect(() => {
    if (!language) return
    changeLanguage(language)
    void native.ask('app.setLanguage', { language })
  }, [language])
  useEffect(() => {
    if (theme) setColorScheme(theme)
  }, [theme, setColorScheme])
  return null
}
