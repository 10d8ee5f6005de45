import { type Editor, Extension } from '@tiptap/core'
import { NodeSelection, Plugin, TextSelection } from '@tiptap/pm/state'
import { AppError } from '../../src-shared/errors.ts'
import type { BlobHash } from '../../src-shared/ids.ts'

export interface ImageIntakeOptions {
  /** Keeps the bytes of a picture in the network, and names it. */
  storeImage(file: File): Promise<BlobHash>
  /** Of one of `files`. */
  onFailure(thrown: unknown, files: readonly File[]): void
}

/** Pictures that are pasted or dropped on the page. */
export const ImageIntake = Extension.create<ImageIntakeOptions>({
  name: 'imageIntake',
  addOptions: () => ({
    storeImage: () => Promise.reject(new Error('no store')),
    onFailure: () => undefined,
  }),
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handlePaste: (_view, event) => takeImages(this.editor, this.options, event.clipboardData?.files),
          handleDrop: (view, event) => {
            const files = event.dataTransfer?.files
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            // A picture of the page that is dragged along comes as a file too: the editor moves its own.
            if (!files?.length || view.dragging) return false
            event.preventDefault()
            if (!hasImages(files)) {
              refuseFiles(this.options, [...files])
              return true
            }
            if (place) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(place.pos))))
            return takeImages(this.editor, this.options, files)
          },
        },
      }),
    ]
  },
})

/** Stores pictures one after the other, and puts each where the selection then is. True when there was one. */
export function takeImages(
  editor: Editor,
  { storeImage, onFailure }: ImageIntakeOptions,
  files: FileList | readonly File[] | null | undefined,
): boolean {
  if (!editor.isEditable || !hasImages(files)) return false
  const take = async () => {
    for (const file of files) {
      if (!file.type.startsWith('image/')) continue
      const hash = await storeImage(file)
      if (editor.isDestroyed) return
      insertPicture(editor, hash)
    }
  }
  take().catch((thrown: unknown) => onFailure(thrown, [...files]))
  return true
}

/** None of them is a picture. */
export function refuseFiles({ onFailure }: ImageIntakeOptions, files: readonly File[]): void {
  if (files.length > 0) onFailure(new AppError('invalid-input', 'no picture was chosen'), files)
}

/** A picture left selected would be replaced by the next letter typed, or by the next picture: the caret goes behind it. */
function insertPicture(editor: Editor, hash: BlobHash): void {
  editor
    .chain()
    .insertContent({ type: 'pageImage', attrs: { hash, alt: '' } })
    .command(({ tr, dispatch }) => {
      const { selection } = tr
      if (!dispatch || !(selection instanceof NodeSelection)) return true
      const behind = selection.to
      if (!tr.doc.resolve(behind).nodeAfter?.isTextblock) {
        const paragraph = tr.doc.type.schema.nodes.paragraph?.create()
        if (paragraph) tr.insert(behind, paragraph)
      }
      tr.setSelection(TextSelection.near(tr.doc.resolve(behind + 1))).scrollIntoView()
      return true
    })
    .run()
}

function hasImages(files: FileList | readonly File[] | null | undefined): files is FileList | readonly File[] {
  return files !== null && files !== undefined && [...files].some((file) => file.type.startsWith('image/'))
}
