import type { RichTextEditorLabels } from '@mantine/tiptap'
import type { EditorString } from './slash-items.ts'

/** Mantine's names of the buttons, in the person's language. */
export function toolbarLabels(t: (key: `editor.${EditorString}`) => string): Partial<RichTextEditorLabels> {
  return {
    undoControlLabel: t('editor.undo'),
    redoControlLabel: t('editor.redo'),
    h1ControlLabel: t('editor.heading1'),
    h2ControlLabel: t('editor.heading2'),
    h3ControlLabel: t('editor.heading3'),
    boldControlLabel: t('editor.bold'),
    italicControlLabel: t('editor.italic'),
    strikeControlLabel: t('editor.strike'),
    codeControlLabel: t('editor.code'),
    unlinkControlLabel: t('editor.unlink'),
    bulletListControlLabel: t('editor.bulletList'),
    orderedListControlLabel: t('editor.orderedList'),
    tasksControlLabel: t('editor.checkList'),
    tasksSinkLabel: t('editor.sink'),
    tasksLiftLabel: t('editor.lift'),
    blockquoteControlLabel: t('editor.quote'),
    codeBlockControlLabel: t('editor.codeBlock'),
    hrControlLabel: t('editor.rule'),
  }
}
