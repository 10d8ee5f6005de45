import { ActionIcon, type ActionIconProps, type ElementProps, Tooltip } from '@mantine/core'
import { type Editor, useEditorState } from '@tiptap/react'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tool } from './toolbar-tools.ts'

interface ToolbarButtonProps extends ActionIconProps, ElementProps<'button', keyof ActionIconProps> {
  label: string
  ref?: Ref<HTMLButtonElement>
}

/** A button of the toolbar: its name is read and shown, and pressing it leaves the selection where it is. */
export function ToolbarButton({ label, children, ...button }: ToolbarButtonProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        className="tool"
        aria-label={label}
        onMouseDown={(event) => event.preventDefault()}
        {...button}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

export function ToolButton({ editor, tool }: { editor: Editor; tool: Tool }) {
  const { t } = useTranslation()
  const { icon: Glyph, run } = tool
  const { isActive, isDisabled } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      isActive: tool.isActive?.(current),
      isDisabled: tool.isDisabled?.(current) ?? false,
    }),
  })
  return (
    <ToolbarButton
      label={t(`editor.${tool.name}`)}
      aria-pressed={isActive}
      aria-disabled={isDisabled}
      onClick={() => !isDisabled && run(editor.chain().focus()).run()}
    >
      <Glyph size={18} stroke={1.7} aria-hidden />
    </ToolbarButton>
  )
}
