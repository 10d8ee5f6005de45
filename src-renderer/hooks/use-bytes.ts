import { useTranslation } from 'react-i18next'

/** Sizes as people say them: "3,2 Mo". */
export function useBytes(): (bytes: number) => string {
  const language = useTranslation().i18n.language
  const format = (amount: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
      amount,
    )
  return (bytes) => {
    if (bytes >= 1_000_000) return format(bytes / 1_000_000, 'megabyte')
    return bytes >= 1_000 ? format(bytes / 1_000, 'kilobyte') : format(bytes, 'byte')
  }
}
