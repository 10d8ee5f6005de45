import { Checkbox, Group, Select, TextInput } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_QUANTITY } from '../../../src-shared/limits.ts'
import { type ResourceCategory, resourceCategories } from '../../../src-shared/model/resource.ts'
import { WholeNumberInput } from '../../components/whole-number-input.tsx'
import type { NoteChoice } from './note-choice.ts'

const ROW_HEIGHT = 52

interface NoteRowsProps {
  choices: NoteChoice[]
  onChange(choice: NoteChoice): void
}

/** Every line of the notes, to be corrected, put elsewhere or refused. */
export function NoteRows({ choices, onChange }: NoteRowsProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: choices.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={frame} className="sheet list-frame" aria-label={t('notes.title')} tabIndex={0}>
      <ul className="virtual-list" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const choice = choices[item.index]
          return (
            choice && (
              <li key={choice.id} style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}>
                <NoteRow choice={choice} onChange={onChange} />
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

function NoteRow({ choice, onChange }: { choice: NoteChoice; onChange(choice: NoteChoice): void }) {
  const { t } = useTranslation()
  return (
    <Group gap="sm" wrap="nowrap" px="md" h="100%">
      <Checkbox
        aria-label={t('notes.keepLine', { text: choice.text })}
        checked={choice.kept}
        onChange={(event) => onChange({ ...choice, kept: event.currentTarget.checked })}
      />
      <TextInput
        aria-label={t('notes.line')}
        value={choice.text}
        disabled={!choice.kept}
        onChange={(event) => onChange({ ...choice, text: event.currentTarget.value })}
        flex={1}
      />
      <WholeNumberInput
        aria-label={t('inventory.quantity')}
        placeholder={t('inventory.quantity')}
        value={choice.quantity}
        disabled={!choice.kept}
        most={MAX_QUANTITY}
        onChange={(quantity) => onChange({ ...choice, quantity })}
        showsSentence={false}
        w={96}
      />
      <Select
        aria-label={t('inventory.category')}
        data={resourceCategories.map((value) => ({ value, label: t(`inventory.categories.${value}`) }))}
        value={choice.category}
        disabled={!choice.kept}
        onChange={(value) => value && onChange({ ...choice, category: value as ResourceCategory })}
        allowDeselect={false}
        w={150}
      />
    </Group>
  )
}
