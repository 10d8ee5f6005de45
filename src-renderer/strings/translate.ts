import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { withFrenchSpaces } from '../../src-shared/text/french-spaces.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import type { Strings } from './strings.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Strings }
  }
}

export type Language = 'fr' | 'en'

export const translate = i18next.createInstance()

/** React escapes what it shows, so i18next must not do it a second time. */
export function startTranslations(language: Language): void {
  void translate.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'fr',
    initAsync: false,
    resources: { fr: { translation: withFrenchSpaces(fr) }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

export function changeLanguage(language: Language): void {
  void translate.changeLanguage(language)
  document.documentElement.lang = language
}
