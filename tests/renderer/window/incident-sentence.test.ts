import i18next from 'i18next'
import { expect, test } from 'vitest'
import { en } from '../../../src-renderer/strings/en.ts'
import { fr } from '../../../src-renderer/strings/fr.ts'
import { incidentSentence } from '../../../src-renderer/views/frame/incident-sentence.ts'
import { healings, type IncidentPart, incidentParts } from '../../../src-shared/model/incident.ts'

async function translations(lng: string) {
  const instance = i18next.createInstance()
  await instance.init({
    lng,
    resources: { fr: { translation: fr }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
  return instance.t
}

function incident(part: IncidentPart, seen = false) {
  return { part, at: 0, files: [], setAside: 'set-aside/x', healedBy: healings[part], seen }
}

test.each(['fr', 'en'])('[WI11] every kind of damage has one whole sentence (%s)', async (language) => {
  const t = await translations(language)
  const sentences = incidentParts.map((part) => incidentSentence(t, [incident(part)]) ?? '')
  expect(sentences.filter((sentence) => !/^[A-Z].{60,}\.$/u.test(sentence) || sentence.includes('incident.'))).toEqual(
    [],
  )
  expect(incidentSentence(t, [incident('logs'), incident('views')])).toMatch(/disque|disk/)
})

test('[WI11] what was read about is not said again', async () => {
  expect(incidentSentence(await translations('fr'), [incident('views', true)])).toBeUndefined()
})
