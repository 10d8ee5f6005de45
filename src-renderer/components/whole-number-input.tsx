import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readWholeNumber } from '../../src-shared/text/whole-number.ts'

/** Words stand in the field that are no number: whoever sends the form is told, and nothing is guessed. */
export const NOT_A_NUMBER = Number.NaN

interface WholeNumberInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> {
  /** Null for an empty field, `NOT_A_NUMBER` for what cannot be read as one. */
  value: number | null
  least?: number
  most: number
  onChange(value: number | null): void
  /** Where there is no room for a sentence below, it is said elsewhere. */
  showsSentence?: boolean
}

/** A field for a count, which keeps what was typed as it was typed: a field that drops the comma of `2,5` writes 25. */
export function WholeNumberInput({
  value,
  least = 0,
  most,
  onChange,
  showsSentence = true,
  ...input
}: WholeNumberInputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const read = (text: string) => (text.trim() === '' ? null : (readWholeNumber(text, least, most) ?? NOT_A_NUMBER))
  // What others store meanwhile takes the place of what was typed, unless that says the same.
  const shown = Object.is(read(typed), value) ? typed : String(value ?? '')
  const sentence = t('field.wholeNumber', { least, most })
  return (
    <TextInput
      inputMode="numeric"
      autoComplete="off"
      error={Number.isNaN(value) && (showsSentence ? sentence : true)}
      {...input}
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(read(event.currentTarget.value))
      }}
    />
  )
}
