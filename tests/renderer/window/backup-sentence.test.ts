import i18next from 'i18next'
import { expect, test } from 'vitest'
import { en } from '../../../src-renderer/strings/en.ts'
import { fr } from '../../../src-renderer/strings/fr.ts'
import { failureSentence, lastBackupSentence } from '../../../src-renderer/views/settings/backup-sentence.ts'
import { errorCodes } from '../../../src-shared/errors.ts'

test.each(['fr', 'en'])('[BA13] every failure of the schedule is two whole sentences or more (%s)', async (lng) => {
  const own = i18next.createInstance()
  await own.init({
    lng,
    resources: { fr: { translation: fr }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
  const failed = errorCodes.map((code) => failureSentence(own.t, { at: 0, code, folder: '/clé', seen: false }, 'lundi'))
  expect(failed.filter((text) => !/^[A-Z].*lundi.*\. [A-Z].{30,}\.$/u.test(text) || /backup\.|\{/.test(text))).toEqual(
    [],
  )
  const made = { at: 0, path: '/clé/a.maillage', bytes: 1_250_000, isScheduled: true, isDamaged: false }
  expect(lastBackupSentence(own.t, made, 'lundi')).toMatch(/lundi, 1[.,]3 M[oB], \/clé\/a\.maillage\.$/u)
})
