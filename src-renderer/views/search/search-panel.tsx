import { Combobox, Modal, Text, TextInput, useCombobox, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { HitGroup, MORE } from './hit-group.tsx'
import { useHits } from './use-hits.ts'

const TYPING_PAUSE = 80

interface SearchPanelProps {
  opened: boolean
  onClose(): void
}

/** Ctrl+K: every page and resource that holds the words, as they are typed. */
export function SearchPanel({ opened, onClose }: SearchPanelProps) {
  const { t } = useTranslation()
  return (
    <Modal.Root opened={opened} onClose={onClose} size={640} padding={0}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={t('search.label')}>
        <SearchBox onLeave={onClose} />
      </Modal.Content>
    </Modal.Root>
  )
}

function SearchBox({ onLeave }: { onLeave(): void }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim().slice(0, 200), TYPING_PAUSE)
  const pages = useHits(text, 'page')
  const resources = useHits(text, 'resource')
  const list = useCombobox({ opened: true })
  const [selected, setSelected] = useState<string>()
  const followSelection = () =>
    setSelected(document.querySelector(`#${list.listId} [data-combobox-selected]`)?.id ?? undefined)
  const shown = `${text} ${pages.hits[0]?.id} ${resources.hits[0]?.id}`
  // Enter opens the first of what has just been found.
  useEffect(() => {
    list.selectFirstOption()
    followSelection()
  }, [shown])
  const groups = [pages, resources]
  const total = pages.total + resources.total
  const isFetching = groups.some((group) => group.isFetching)

  const submit = (value: string) => {
    const group = groups.find(({ kind }) => value === MORE + kind)
    if (group) {
      void group.showMore()
      return
    }
    onLeave()
    navigate(value)
  }
  return (
    <Combobox store={list} onOptionSubmit={submit}>
      <Combobox.EventsTarget withAriaAttributes={false}>
        <TextInput
          variant="unstyled"
          size="lg"
          px="md"
          className="search-input"
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={t('search.placeholder')}
          aria-label={t('search.label')}
          leftSection={<IconSearch size={20} stroke={1.5} aria-hidden />}
          maxLength={200}
          role="combobox"
          autoComplete="off"
          aria-autocomplete="list"
          aria-expanded={total > 0}
          aria-controls={list.listId ?? undefined}
          aria-activedescendant={total > 0 ? selected : undefined}
          onKeyUp={followSelection}
        />
      </Combobox.EventsTarget>
      <VisuallyHidden role="status">
        {text !== '' &&
          !isFetching &&
          (total === 0 ? t('search.empty') : countSentence(t, pages.total, resources.total))}
      </VisuallyHidden>
      <Combobox.Options p="xs" className="search-hits" aria-label={t('search.label')} hidden={total === 0}>
        {groups.map((group) => (
          <HitGroup key={group.kind} {...group} />
        ))}
      </Combobox.Options>
      {total === 0 && (
        <Text p="md" ta="center" c="dimmed" component="div">
          {text === '' ? t('search.start') : isFetching ? '…' : <NothingFound />}
        </Text>
      )}
    </Combobox>
  )
}

function countSentence(t: ReturnType<typeof useTranslation>['t'], pages: number, resources: number): string {
  return `${t('pages.count', { count: pages })}, ${t('inventory.count', { count: resources })}`
}

function NothingFound() {
  const { t } = useTranslation()
  return (
    <>
      <Text>{t('search.empty')}</Text>
      <Text size="sm">{t('search.emptyHint')}</Text>
    </>
  )
}
