import type { TFunction } from 'i18next'
import { healings, type Incident, type IncidentPart } from '../../../src-shared/model/incident.ts'

/** What was found and what became of it, in one sentence, or two; undefined when all of it was read. */
export function incidentSentence(t: TFunction, incidents: Incident[]): string | undefined {
  const unseen = incidents.filter(({ seen }) => !seen)
  const damaged = unseen.filter(isDamage)
  const sentences = damaged.length > 0 ? [damageSentence(t, damaged)] : []
  if (damaged.length < unseen.length) sentences.push(t('incident.home'))
  return sentences.length > 0 ? sentences.join(' ') : undefined
}

type Damage = Incident & { part: Exclude<IncidentPart, 'home'> }

function isDamage(incident: Incident): incident is Damage {
  return incident.part !== 'home'
}

function damageSentence(t: TFunction, damaged: Damage[]): string {
  const part = [...new Set(damaged.map((incident) => t(`incident.part.${incident.part}`)))].join(', ')
  const [first] = damaged
  if (damaged.length > 1 || !first) return t('incident.other', { part })
  return t('incident.one', { part, healing: t(`incident.healedBy.${healings[first.part]}`) })
}
