import { Badge, Group, Text } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { PageRow } from '../../../src-shared/model/page.ts'
import { VersionsBadge } from '../../components/versions-badge.tsx'
import { useDates } from '../../hooks/use-dates.ts'
import { StateBadge } from './state-badge.tsx'

/** Of a row whose title is one line; the others are measured. */
const ROW_HEIGHT = 62
const MARGIN_ROWS = 8
const SHOWN_TAGS = 2

interface PageRowsProps {
  rows: PageRow[]
  hasMore: boolean
  onEnd(): void
}

/** Only the rows on screen exist, however long the list; the window scrolls, and nothing in it. */
export function PageRows({ rows, hasMore, onEnd }: PageRowsProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (list.current) setTop(list.current.getBoundingClientRect().top + window.scrollY)
  }, [])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.page ?? index,
    overscan: MARGIN_ROWS,
    scrollMargin: top,
  })
  const items = virtualizer.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastSeen >= rows.length - 1) onEnd()
  }, [hasMore, lastSeen, rows.length, onEnd])

  return (
    <section className="sheet list-frame" aria-label={t('pages.title')}>
      <ul ref={list} className="virtual-list" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <li
                key={row.page}
                ref={virtualizer.measureElement}
                data-index={item.index}
                style={{ transform: `translateY(${item.start - top}px)` }}
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

/** The whole row leads to the page; its link is named by the title alone. */
function Row({ row }: { row: PageRow }) {
  const { t } = useTranslation()
  const dates = useDates()
  const more = row.tags.slice(SHOWN_TAGS)
  return (
    <div className="list-row page-row">
      <div className="page-row-line">
        <Link to={`/pages/${row.page}`} className="row-link breakable">
          {row.title || t('pages.untitled')}
        </Link>
        <Group gap={6} wrap="nowrap" flex="none">
          {row.tags.slice(0, SHOWN_TAGS).map((tag) => (
            <Badge key={tag} variant="default" fw={500} maw={120}>
              {tag}
            </Badge>
          ))}
          {more.length > 0 && (
            <Badge variant="default" fw={500} title={more.join(', ')}>
              +{more.length}
            </Badge>
          )}
          <VersionsBadge others={row.otherTitles.length} />
          <StateBadge state={row.state} />
        </Group>
      </div>
      <Group justify="space-between" wrap="nowrap" gap="md" mt={2}>
        <Text c="dimmed" size="sm" truncate>
          {t(`pages.kinds.${row.kind}`)}
          {row.excerpt && ` — ${row.excerpt}`}
        </Text>
        <Text c="dimmed" size="sm" flex="none" title={dates.precise(row.updatedAt)}>
          {dates.ago(row.updatedAt)}
        </Text>
      </Group>
    </div>
  )
}
