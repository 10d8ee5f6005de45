import { Text } from '@mantine/core'
import type { PageId } from '../../../src-shared/ids.ts'
import { pageText } from '../../../src-shared/model/page.ts'
import type { OpenPage } from '../../hooks/use-page-document.ts'

interface PageBodyProps {
  page: PageId
  open: OpenPage
  label: string
}

/** The text of the page. */
export function PageBody({ open, label }: PageBodyProps) {
  return (
    <Text className="sheet" component="section" aria-label={label} p="xl" mih={320} style={{ whiteSpace: 'pre-wrap' }}>
      {pageText(open.handle.doc())}
    </Text>
  )
}
