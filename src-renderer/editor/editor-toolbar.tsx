import { Button, Group } from '@mantine/core'
import { IconLink, IconPhotoPlus } from '@tabler/icons-react'
import { type Editor, useEditorState } from '@tiptap/react'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { safeHref } from '../../src-shared/text/links.ts'
import { TextPopover } from './text-popover.tsx'
import { ToolButton, ToolbarButton } from './tool-button.tsx'
import { blocks, headings, history, letters, type Tool, unlink } from './toolbar-tools.ts'
import { useOneTabStop } from './use-one-tab-stop.ts'

/** Everything the keyboard can do, as buttons: names are read aloud, shortcuts stay those everybody knows. */
export function EditorToolbar({ editor, askImage }: { editor: Editor; askImage: () => void }) {
  const { t } = useTranslation()
  const toolbar = useRef<HTMLDivElement>(null)
  const stop = useOneTabStop(toolbar)
  const { link, image } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      link: current.isActive('link'),
      image: current.isActive('pageImage'),
    }),
  })
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // What is typed in a field of a tool bubbles here too.
    if (!toolbar.current?.contains(event.target as Node)) return
    if (event.key === 'Escape') editor.commands.focus()
    else stop.onKeyDown(event)
  }
  return (
    <div
      ref={toolbar}
      className="toolbar"
      role="toolbar"
      aria-label={t('editor.toolbar')}
      onFocus={stop.onFocus}
      onKeyDown={onKeyDown}
    >
      <Tools editor={editor} tools={history} />
      <Tools editor={editor} tools={headings} />
      <Tools editor={editor} tools={letters} />
      <Group gap={2} wrap="nowrap">
        <TextPopover
          field={t('editor.linkAddress')}
          hint={t('editor.linkHint')}
          read={() => String(editor.getAttributes('link').href ?? '')}
          apply={(text) => (setLink(editor, text) ? undefined : t('editor.linkRefused'))}
        >
          {(opened, open) => (
            <ToolbarButton label={t('editor.link')} aria-pressed={link} aria-expanded={opened} onClick={open}>
              <IconLink size={18} stroke={1.7} aria-hidden />
            </ToolbarButton>
          )}
        </TextPopover>
        <ToolButton editor={editor} tool={unlink} />
      </Group>
      <Tools editor={editor} tools={blocks} />
      <Group gap={2} wrap="nowrap">
        <ToolbarButton label={t('editor.image')} onClick={askImage}>
          <IconPhotoPlus size={18} stroke={1.7} aria-hidden />
        </ToolbarButton>
        {image && (
          <TextPopover
            field={t('editor.imageDescription')}
            hint={t('editor.imageDescriptionHint')}
            read={() => String(editor.getAttributes('pageImage').alt ?? '')}
            apply={(alt) => {
              editor.chain().updateAttributes('pageImage', { alt }).focus().run()
              return undefined
            }}
          >
            {(opened, open) => (
              <Button
                variant="default"
                size="compact-sm"
                aria-expanded={opened}
                onMouseDown={(event) => event.preventDefault()}
                onClick={open}
              >
                {t('editor.imageDescription')}
              </Button>
            )}
          </TextPopover>
        )}
      </Group>
    </div>
  )
}

function Tools({ editor, tools }: { editor: Editor; tools: Tool[] }) {
  return (
    <Group gap={2} wrap="nowrap">
      {tools.map((tool) => (
        <ToolButton key={tool.name} editor={editor} tool={tool} />
      ))}
    </Group>
  )
}

/** `javascript:…`, `file:…`, but not `localhost:8080`. */
const otherScheme = /^[a-z][a-z+-]*:(?!\d)/i

/** People write `exemple.org` and `a@exemple.org`: the scheme is ours to add. An empty text takes the link away. */
function setLink(editor: Editor, text: string): boolean {
  const typed = text.trim()
  const chain = editor.chain().focus().extendMarkRange('link')
  if (typed === '') return chain.unsetLink().run()
  const href = safeHref(typed) ?? (otherScheme.test(typed) ? undefined : safeHref(withScheme(typed)))
  if (href === undefined) return false
  if (!editor.state.selection.empty || editor.isActive('link')) return chain.setLink({ href }).run()
  return chain.insertContent({ type: 'text', text: typed, marks: [{ type: 'link', attrs: { href } }] }).run()
}

function withScheme(typed: string): string {
  return typed.includes('@') ? `mailto:${typed}` : `https://${typed}`
}
