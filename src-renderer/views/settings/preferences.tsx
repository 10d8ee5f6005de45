import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { native } from '../../core/native-bridge.ts'
import { useAnswer } from '../../core/use-core.ts'
import { changeLanguage } from '../../strings/translate.ts'

/** Applies the language and the theme that the core remembers, each time they change. Shows nothing. */
export function Preferences() {
  const settings = useAnswer('settings.get', {}).data
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (!settings) return
    changeLanguage(settings.language)
    void native.ask('app.setLanguage', { language: settings.language })
    setColorScheme(settings.theme)
  }, [settings, setColorScheme])
  return null
}
