import { RichTextEditor } from '@mantine/tiptap'
import { IconAlt, IconLink, IconPhotoPlus } from '@tabler/icons-react'
import { type Editor, useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { safeHref } from '../../src-shared/text/links.ts'
import { TextPopover } from './text-popover.tsx'

/** Everything the keyboard can do, as buttons: names are read aloud, shortcuts stay those everybody knows. */
export function EditorToolbar({ editor, askImage }: { editor: Editor; askImage: () => void }) {
  const { t } = useTranslation()
  const { link, image } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      link: current.isActive('link'),
      image: current.isActive('pageImage'),
    }),
  })
  return (
    <RichTextEditor.Toolbar
      sticky
      stickyOffset="var(--app-shell-header-height)"
      role="toolbar"
      aria-label={t('editor.toolbar')}
    >
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Undo />
        <RichTextEditor.Redo />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.H1 />
        <RichTextEditor.H2 />
        <RichTextEditor.H3 />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Bold />
        <RichTextEditor.Italic />
        <RichTextEditor.Strikethrough />
        <RichTextEditor.Code />
        <TextPopover
          label={t('editor.link')}
          icon={<IconLink size={16} />}
          field={t('editor.linkAddress')}
          hint={t('editor.linkHint')}
          active={link}
          disabled={false}
          read={() => String(editor.getAttributes('link').href ?? '')}
          apply={(text) => (setLink(editor, text) ? undefined : t('editor.linkRefused'))}
        />
        <RichTextEditor.Unlink />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.BulletList />
        <RichTextEditor.OrderedList />
        <RichTextEditor.TaskList />
        <RichTextEditor.Blockquote />
        <RichTextEditor.CodeBlock />
        <RichTextEditor.Hr />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Control aria-label={t('editor.image')} title={t('editor.image')} onClick={askImage}>
          <IconPhotoPlus size={16} />
        </RichTextEditor.Control>
        <TextPopover
          label={t('editor.imageDescription')}
          icon={<IconAlt size={16} />}
          field={t('editor.imageDescription')}
          hint={t('editor.imageDescriptionHint')}
          active={false}
          disabled={!image}
          read={() => String(editor.getAttributes('pageImage').alt ?? '')}
          apply={(alt) => {
            editor.chain().updateAttributes('pageImage', { alt }).focus().run()
            return undefined
          }}
        />
      </RichTextEditor.ControlsGroup>
    </RichTextEditor.Toolbar>
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
