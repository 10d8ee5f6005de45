import { Badge, Group, Text } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PageRow } from '../../../src-shared/model/page.ts'
import { useDates } from '../../hooks/use-dates.ts'
import { StateBadge } from './state-badge.tsx'

const ROW_HEIGHT = 82
const MARGIN_ROWS = 8

interface PageRowsProps {
  rows: PageRow[]
  hasMore: boolean
  onEnd(): void
}

/** Only the rows on screen exist, however long the list. */
export function PageRows({ rows, hasMore, onEnd }: PageRowsProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: MARGIN_ROWS,
  })
  const items = virtualizer.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastSeen >= rows.length - 1) onEnd()
  }, [hasMore, lastSeen, rows.length, onEnd])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={frame} className="sheet list-frame" aria-label={t('pages.title')} tabIndex={0}>
      <ul className="virtual-list" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <li
                key={row.page}
                style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
              >
                <Row row={row} />
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

function Row({ row }: { row: PageRow }) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <Link to={`/pages/${row.page}`} className="list-row plain-link">
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text fw={650} truncate>
          {row.title || t('pages.untitled')}
        </Text>
        <Group gap={6} wrap="nowrap" flex="none">
          {row.tags.slice(0, 2).map((tag) => (
            <Badge key={tag} variant="default" fw={500} maw={120}>
              {tag}
            </Badge>
          ))}
          <StateBadge state={row.state} />
        </Group>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="md" mt={4}>
        <Text c="dimmed" size="sm" truncate>
          {t(`pages.kinds.${row.kind}`)}
          {row.excerpt && ` — ${row.excerpt}`}
        </Text>
        <Text c="dimmed" size="sm" flex="none" title={dates.precise(row.updatedAt)}>
          {dates.ago(row.updatedAt)}
        </Text>
      </Group>
    </Link>
  )
}
