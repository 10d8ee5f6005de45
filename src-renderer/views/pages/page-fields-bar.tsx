import type { DocHandle } from '@automerge/automerge-repo'
import { Group, Select, TagsInput, Textarea } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type KeyboardEvent, useLayoutEffect, useState } from 'react'
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

/** After so long without a key a title is written, in milliseconds. */
const PAUSE = 700

interface PageTitleProps extends PageFieldsProps {
  /** Told of a title that is typed and not in the document yet. */
  onTyping(isTyping: boolean): void
}

/**
 * One line, folded when it is long; Enter goes on to the text. It is one value, and is written as a whole: of two people
 * who type at once neither leaves half a title as the other's version.
 */
export function PageTitle({ row, handle, onTyping }: PageTitleProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string>()
  const write = useDebouncedCallback((title: string) => {
    edit(handle, { title })
    setTyped(undefined)
    onTyping(false)
  }, PAUSE)
  // Before the page is closed, which happens once everything of it is off the screen.
  useLayoutEffect(() => () => write.flush(), [write])
  const onType = (text: string) => {
    const title = text.replace(/\s*[\r\n]+\s*/g, ' ')
    setTyped(title)
    onTyping(true)
    write(title)
  }
  return (
    <Textarea
      className="title-input"
      autosize
      variant="unstyled"
      aria-label={t('pages.titlePlaceholder')}
      placeholder={t('pages.titlePlaceholder')}
      value={typed ?? row.title}
      maxLength={300}
      onChange={(event) => onType(event.currentTarget.value)}
      onBlur={() => write.flush()}
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
