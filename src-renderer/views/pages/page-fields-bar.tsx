import type { DocHandle } from '@automerge/automerge-repo'
import { Group, Select, TagsInput, Textarea } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageFields } from '../../../src-shared/ipc/contract.ts'
import type { Fields } from '../../../src-shared/model/fields.ts'
import {
  editPage,
  type PageKind,
  type PageRow,
  type PageState,
  pageKinds,
  pageStates,
} from '../../../src-shared/model/page.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'

interface PageFieldsProps {
  row: PageRow
  handle: DocHandle<unknown>
}

/**
 * Typed straight into the document, as the body is: two people may correct a title at once.
 * One line, folded when it is long; Enter goes on to the text.
 */
export function PageTitle({ row, handle }: PageFieldsProps) {
  const { t } = useTranslation()
  return (
    <Textarea
      className="title-input"
      autosize
      variant="unstyled"
      aria-label={t('pages.titlePlaceholder')}
      placeholder={t('pages.titlePlaceholder')}
      value={row.title}
      maxLength={300}
      onChange={(event) => edit(handle, { title: event.currentTarget.value.replace(/\s*[\r\n]+\s*/g, ' ') })}
      onKeyDown={goOnToText}
      autoFocus={row.title === ''}
    />
  )
}

function goOnToText(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  event.preventDefault()
  document.querySelector<HTMLElement>('.page-body [role="textbox"]')?.focus()
}

export function PageFieldsBar({ row, handle }: PageFieldsProps) {
  const { t } = useTranslation()
  const { space } = useSpace()
  const known = useAnswer('tag.list', { space }).data?.tags ?? []
  return (
    <Group gap="sm" mt="xs" mb="md" align="flex-start">
      <Select
        aria-label={t('pages.kind')}
        data={pageKinds.map((kind) => ({ value: kind, label: t(`pages.kinds.${kind}`) }))}
        value={row.kind}
        onChange={(kind) => kind && edit(handle, { kind: kind as PageKind })}
        allowDeselect={false}
        maxDropdownHeight={400}
        w={160}
      />
      <Select
        aria-label={t('pages.state')}
        data={pageStates.map((state) => ({ value: state, label: t(`pages.states.${state}`) }))}
        value={row.state}
        onChange={(state) => state && edit(handle, { state: state as PageState })}
        allowDeselect={false}
        w={140}
      />
      <TagsInput
        aria-label={t('pages.tags')}
        placeholder={row.tags.length === 0 ? t('pages.addTag') : ''}
        data={known.slice(0, 200).map(({ tag }) => tag)}
        value={row.tags}
        onChange={(tags) => edit(handle, { tags: tags.map((tag) => tag.trim().slice(0, 60)).filter(Boolean) })}
        maxTags={50}
        flex={1}
        miw={200}
      />
    </Group>
  )
}

/** Into the document, as the body is typed. */
export function edit(handle: DocHandle<unknown>, fields: PageFields): void {
  handle.change((doc) => editPage(doc as Fields, fields))
}
