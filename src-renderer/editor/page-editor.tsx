import * as A from '@automerge/automerge'
import { RichTextEditor } from '@mantine/tiptap'
import { type Editor, Extension, getSchema } from '@tiptap/core'
import { Placeholder } from '@tiptap/extensions'
import { useEditor } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BlobHash } from '../../src-shared/ids.ts'
import { spansToTree } from '../../src-shared/text/spans.ts'
import { treeToDocument } from './blocks-to-nodes.ts'
import { BodyBinding } from './body-binding.ts'
import type { BodySource } from './body-source.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import { ImageIntake, type ImageIntakeOptions, refuseFiles, takeImages } from './image-intake.ts'
import { pageExtensions } from './page-extensions.ts'
import type { LoadImage } from './page-image.ts'
import { cleanPastedHtml } from './pasted-html.ts'
import { SlashExtension, type SlashMenuState } from './slash-extension.ts'
import { SlashMenu } from './slash-menu.tsx'

const PATH: A.Prop[] = ['body']

/** What the window's header with our toolbar below it, and its status line, cover of the text, and a line of air. */
const COVERED = { top: 130, bottom: 70, left: 0, right: 0 }

export interface PageEditorProps {
  /** One per page: another source is another page. */
  source: BodySource
  loadImage: LoadImage
  storeImage(file: File): Promise<BlobHash>
  readOnly: boolean
  /** An edit could not be kept. */
  onFailure(thrown: unknown): void
  /** One of the files was no picture, or could not be kept. */
  onImageFailure(thrown: unknown, files: readonly File[]): void
}

/** The text of a page, edited together. Links open nowhere by themselves: the window decides. */
export function PageEditor({ source, loadImage, storeImage, readOnly, onFailure, onImageFailure }: PageEditorProps) {
  const { t } = useTranslation()
  const [slash, setSlash] = useState<SlashMenuState>()
  const latest = useRef({ loadImage, storeImage, onFailure, onImageFailure, readOnly })
  latest.current = { loadImage, storeImage, onFailure, onImageFailure, readOnly }
  const editorRef = useRef<Editor | null>(null)

  const intake = useMemo<ImageIntakeOptions>(
    () => ({
      storeImage: (file) => latest.current.storeImage(file),
      onFailure: (thrown, files) => latest.current.onImageFailure(thrown, files),
    }),
    [],
  )
  const askImage = () => {
    if (editorRef.current) askForImage(editorRef.current, intake)
  }
  const extensions = useMemo(
    () => [
      ...pageExtensions(
        { loadImage: (hash, show) => latest.current.loadImage(hash, show), missingLabel: t('editor.imageMissing') },
        (text) => `${t('editor.checkbox')} ${text}`.trim(),
      ),
      bindingExtension(source, (thrown) => latest.current.onFailure(thrown)),
      ImageIntake.configure(intake),
      SlashExtension.configure({ label: (name) => t(`editor.${name}`), askImage, show: setSlash }),
      Placeholder.configure({ placeholder: t('editor.placeholder') }),
    ],
    [source],
  )
  const content = useMemo(
    () => treeToDocument(getSchema(extensions), spansToTree(A.spans(source.doc(), PATH))).toJSON(),
    [source, extensions],
  )
  const editor = useEditor(
    {
      extensions,
      content,
      editable: !readOnly,
      editorProps: {
        attributes: () => ({
          'aria-label': t('editor.label'),
          ...(latest.current.readOnly ? { role: 'article' } : { role: 'textbox', 'aria-multiline': 'true' }),
        }),
        transformPastedHTML: cleanPastedHtml,
        scrollThreshold: COVERED,
        scrollMargin: COVERED,
      },
    },
    [source],
  )
  editorRef.current = editor

  const wasReadOnly = useRef(readOnly)
  useEffect(() => {
    editor.setEditable(!readOnly, false)
    // Whoever says that they want to write can.
    if (wasReadOnly.current && !readOnly) editor.commands.focus()
    wasReadOnly.current = readOnly
  }, [editor, readOnly])

  return (
    <RichTextEditor editor={editor} withTypographyStyles data-reading={readOnly || undefined}>
      {!readOnly && <EditorToolbar editor={editor} askImage={askImage} />}
      <RichTextEditor.Content />
      {!readOnly && <SlashMenu state={slash} />}
    </RichTextEditor>
  )
}

function bindingExtension(source: BodySource, onFailure: (thrown: unknown) => void) {
  return Extension.create({
    name: 'bodyBinding',
    addProseMirrorPlugins: () => [new BodyBinding({ source, path: PATH, onFailure }).plugin()],
  })
}

function askForImage(editor: Editor, options: ImageIntakeOptions): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/png,image/jpeg,image/gif,image/webp,image/avif'
  input.multiple = true
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])]
    if (!takeImages(editor, options, files)) refuseFiles(options, files)
  })
  input.click()
}
