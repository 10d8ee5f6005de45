import { useMantineColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { native } from '../../core/native-bridge.ts'
import { useSettings } from '../../hooks/use-settings.ts'
import { changeLanguage } from '../../strings/translate.ts'
import { useTextSize } from './text-size.tsx'

/** Applies the language and the theme that the core remembers, each time they change. Shows nothing. */
export function Preferences() {
  const { settings } = useSettings()
  const { setColorScheme } = useMantineColorScheme()
  const [textSize] = useTextSize()
  const appliedSize = useRef('1')
  useEffect(() => {
    // The usual size is not forced at the start: whoever zoomed by the keys keeps what they chose.
    if (textSize === appliedSize.current) return
    appliedSize.current = textSize
    void native.ask('window.zoom', { factor: Number(textSize) })
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
