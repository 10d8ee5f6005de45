import { Combobox, Text } from '@mantine/core'
import { IconFileText, IconTools } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Hit } from '../../../src-shared/ipc/contract.ts'
import { Highlighted } from './highlighted.tsx'
import type { Hits } from './use-hits.ts'

/** Stands before the kind in the value of the last line of a group, where other lines have an address. */
export const MORE = 'more '

/** What was found of one kind, and the way to the rest of it. */
export function HitGroup({ kind, hits, total }: Hits) {
  const { t } = useTranslation()
  if (hits.length === 0) return null
  const title = t(kind === 'page' ? 'search.pages' : 'search.resources')
  const rest = total - hits.length
  return (
    <Combobox.Group label={t('search.counted', { title, count: total })}>
      {hits.map((hit) => (
        <HitOption key={hit.id} hit={hit} />
      ))}
      {rest > 0 && (
        <Combobox.Option value={MORE + kind} className="search-hit">
          <Text fw={650}>{t('search.more', { count: rest })}</Text>
        </Combobox.Option>
      )}
    </Combobox.Group>
  )
}

function HitOption({ hit }: { hit: Hit }) {
  const Glyph = hit.kind === 'page' ? IconFileText : IconTools
  return (
    <Combobox.Option value={hit.kind === 'page' ? `/pages/${hit.id}` : `/inventory/${hit.id}`} className="search-hit">
      <Glyph size={22} stroke={1.5} aria-hidden style={{ flex: 'none' }} />
      <div style={{ minWidth: 0 }}>
        <Text fw={650} lineClamp={2} className="breakable">
          <Highlighted parts={hit.title} />
        </Text>
        <Text size="sm" lineClamp={2} className="breakable">
          <Highlighted parts={hit.snippet} />
        </Text>
      </div>
    </Combobox.Option>
  )
}
