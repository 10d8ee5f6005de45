import { Button, Group, Popover, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface TextPopoverProps {
  field: string
  hint: string
  /** The button that asks. */
  children(opened: boolean, open: () => void): ReactElement
  /** What the field holds when it opens. */
  read(): string
  /** Gives a sentence when the text cannot be accepted. */
  apply(text: string): string | undefined
}

/** A button of the toolbar that asks for one line of text. */
export function TextPopover({ field, hint, read, apply, children }: TextPopoverProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const open = () => {
    setText(read())
    setRefusal(undefined)
    setOpened(!opened)
  }
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withinPortal shadow="md" withRoles={false}>
      <Popover.Target>
        <span>{children(opened, open)}</span>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            event.stopPropagation()
            const refused = apply(text)
            setRefusal(refused)
            if (refused === undefined) setOpened(false)
          }}
        >
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              label={field}
              placeholder={hint}
              value={text}
              error={refusal}
              inputWrapperOrder={['label', 'error', 'input']}
              data-autofocus
              w="min(340px, 60vw)"
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" size="sm">
              {t('editor.apply')}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
