import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PageId } from '../../../src-shared/ids.ts'
import { showDone } from '../../components/show-done.tsx'
import { showError } from '../../components/show-error.ts'
import { coreLink } from '../../core/core-link.ts'
import { native } from '../../core/native-bridge.ts'
import { useSpace } from '../../hooks/current-space.ts'

/** Takes a page out of Maillage as a file, to be published or kept elsewhere. */
export function ExportMenu({ page }: { page: PageId }) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const save = useMutation({
    mutationFn: async (format: 'wikitext' | 'markdown') => {
      const { fileName, content, pictures } = await coreLink.call('page.export', { space, page, format })
      const { saved } = await native.ask('file.save', { name: fileName, bytes: new TextEncoder().encode(content) })
      return { saved, pictures }
    },
    onSuccess: ({ saved, pictures }) =>
      saved && showDone(pictures === 0 ? t('pages.exported') : t('pages.exportedBut', { count: pictures })),
    onError: showError,
  })
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} />} loading={save.isPending}>
          {t('pages.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save.mutate('wikitext')}>{t('pages.exportWiki')}</Menu.Item>
        <Menu.Item onClick={() => save.mutate('markdown')}>{t('pages.exportMarkdown')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
