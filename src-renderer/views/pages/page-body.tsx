import { type KeyboardEvent, type MouseEvent, useMemo } from 'react'
import { useLocation } from 'wouter'
import { linkedPage } from '../../../src-shared/text/links.ts'
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

/** The text of the page, read, or written together. */
export function PageBody({ open, readOnly }: PageBodyProps) {
  const { space } = useSpace()
  const source = useMemo(() => handleBodySource(open.handle), [open.handle])
  const loadImage = usePagePictures(space)
  const storeImage = (file: File) => storePicture(space, file)
  const [, navigate] = useLocation()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: follows a link of the text inside, which has its own role
    <div className="page-body" onClick={(event) => followLink(event, readOnly, navigate)} onKeyDown={goToToolbar}>
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

/**
 * Whoever reads clicks; while one writes it takes Ctrl, as in other editors, since a plain click puts the cursor there.
 * A page of the network is shown here; before anything else opens, the shell asks.
 */
function followLink(event: MouseEvent, reading: boolean, navigate: (path: string) => void): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!link) return
  event.preventDefault()
  if (!reading && !event.ctrlKey && !event.metaKey) return
  const address = link.getAttribute('href') ?? ''
  const page = linkedPage(address)
  if (page) navigate(`/pages/${page}`)
  else native.ask('link.open', { address }).catch(showError)
}

/** Alt+F10, as in other editors; Escape comes back. */
function goToToolbar(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'F10' || !event.altKey) return
  event.preventDefault()
  event.currentTarget.querySelector<HTMLElement>('[role="toolbar"] [tabindex="0"]')?.focus()
}
