import type { MouseEvent } from 'react'
import { useMemo } from 'react'
import { showError, showPictureError } from '../../components/show-error.ts'
import { native } from '../../core/native-bridge.ts'
import { storePicture } from '../../core/store-picture.ts'
import { handleBodySource } from '../../editor/handle-body-source.ts'
import { PageEditor } from '../../editor/page-editor.tsx'
import { useSpace } from '../../hooks/current-space.ts'
import type { OpenPage } from '../../hooks/use-page-document.ts'
import { usePagePictures } from '../../hooks/use-page-pictures.ts'

interface PageBodyProps {
  open: OpenPage
  readOnly: boolean
}

/** The text of the page, written together. */
export function PageBody({ open, readOnly }: PageBodyProps) {
  const { space } = useSpace()
  const source = useMemo(() => handleBodySource(open.handle), [open.handle])
  const loadImage = usePagePictures(space)
  const storeImage = (file: File) => storePicture(space, file)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: follows a link of the text inside, which has its own role
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard reaches links through the editor's own link panel
    <div className="page-body" onClick={followLink}>
      <PageEditor
        source={source}
        loadImage={loadImage}
        storeImage={storeImage}
        readOnly={readOnly}
        onFailure={showError}
        onImageFailure={showPictureError}
      />
    </div>
  )
}

/** Ctrl+click, as in other editors: a plain click puts the cursor there. The shell asks before anything opens. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!link) return
  event.preventDefault()
  if (!event.ctrlKey && !event.metaKey) return
  native.ask('link.open', { address: link.getAttribute('href') ?? '' }).catch(showError)
}
