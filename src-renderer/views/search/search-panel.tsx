import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconFileText, IconSearch, IconTools } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Hit } from '../../../src-shared/ipc/contract.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { Highlighted } from './highlighted.tsx'

const TYPING_PAUSE = 80
const MOST_HITS = 30

const [store, searchPanel] = createSpotlight()

export { searchPanel }

/** Ctrl+K: every page and resource that holds the words, as they are typed. */
export function SearchPanel() {
  const { t } = useTranslation()
  const { space } = useSpace()
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim().slice(0, 200), TYPING_PAUSE)
  const answer = useAnswer('search.query', { space, text, limit: MOST_HITS }, text !== '')
  const hits = text === '' ? [] : (answer.data?.hits ?? [])
  const pages = hits.filter((hit) => hit.kind === 'page')
  const resources = hits.filter((hit) => hit.kind === 'resource')

  useEffect(selectFirst, [answer.data, text])

  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      size={640}
      clearQueryOnClose
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      attributes={{ content: { 'aria-label': t('search.label') } }}
      scrollable
      maxHeight={480}
    >
      <Spotlight.Search
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        leftSection={<IconSearch size={20} stroke={1.5} aria-hidden />}
        maxLength={200}
      />
      <Spotlight.ActionsList>
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.pages')}>
            {pages.map((hit) => (
              <HitAction key={hit.id} hit={hit} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {resources.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.resources')}>
            {resources.map((hit) => (
              <HitAction key={hit.id} hit={hit} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {hits.length === 0 && (
          <Spotlight.Empty>
            {text === '' ? t('search.start') : answer.isFetching ? '…' : <NothingFound />}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Enter opens the first hit. Mantine selects it when a letter is typed, which is before the answer has come. */
function selectFirst(): void {
  const list = document.getElementById(store.getState().listId)
  if (list?.querySelector('[data-selected]')) return
  const first = list?.querySelector('[data-action]')
  first?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: first ? 0 : -1 }))
}

function HitAction({ hit }: { hit: Hit }) {
  const [, navigate] = useLocation()
  const Glyph = hit.kind === 'page' ? IconFileText : IconTools
  return (
    <Spotlight.Action
      onClick={() => navigate(hit.kind === 'page' ? `/pages/${hit.id}` : `/inventory/${hit.id}`)}
      p="sm"
    >
      <Glyph size={22} stroke={1.5} aria-hidden style={{ flex: 'none', marginInlineEnd: 12 }} />
      <div style={{ minWidth: 0 }}>
        <Text fw={650} lineClamp={2} className="breakable">
          <Highlighted parts={hit.title} />
        </Text>
        <Text size="sm" lineClamp={2} opacity={0.85} className="breakable">
          <Highlighted parts={hit.snippet} />
        </Text>
      </div>
    </Spotlight.Action>
  )
}

function NothingFound() {
  const { t } = useTranslation()
  return (
    <>
      <Text>{t('search.empty')}</Text>
      <Text size="sm" c="dimmed">
        {t('search.emptyHint')}
      </Text>
    </>
  )
}
