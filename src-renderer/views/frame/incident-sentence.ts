import type { TFunction } from 'i18next'
import type { Incident } from '../../../src-shared/model/incident.ts'

/** What was found damaged and what became of it, in one sentence; undefined when all of it was read. */
export function incidentSentence(t: TFunction, incidents: Incident[]): string | undefined {
  const unseen = incidents.filter(({ seen }) => !seen)
  const [first] = unseen
  if (!first) return undefined
  const part = [...new Set(unseen.map((incident) => t(`incident.part.${incident.part}`)))].join(', ')
  if (unseen.length > 1) return t('incident.other', { part })
  return t('incident.one', { part, healing: t(`incident.healedBy.${first.healedBy}`) })
}
