import i18next from 'i18next'
import { expect, test } from 'vitest'
import { en } from '../../../src-renderer/strings/en.ts'
import { fr } from '../../../src-renderer/strings/fr.ts'
import {
  failureSentence,
  lastBackupSentence,
  restoredSentence,
} from '../../../src-renderer/views/settings/backup-sentence.ts'
import { errorCodes } from '../../../src-shared/errors.ts'
import type { SpaceId } from '../../../src-shared/ids.ts'
import type { RestoredSpace } from '../../../src-shared/model/backup.ts'

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

test('[SK1] a sentence that a file adds to a page that was here is told, though no page is new', async () => {
  const own = i18next.createInstance()
  await own.init({ lng: 'fr', resources: { fr: { translation: fr } }, interpolation: { escapeValue: false } })
  const none = { added: 0, total: 2 }
  const space = 'ab'.repeat(32) as SpaceId
  const said = (blocks: number, pages: number) => {
    const counts = { pages: { added: pages, total: 2 }, resources: none, pictures: none }
    const restored: RestoredSpace = {
      space,
      name: 'Vallée',
      state: 'merged',
      ...counts,
      blocks: { added: blocks, present: 9, refused: 0 },
    }
    return restoredSentence(own.t, restored)
  }
  expect([said(1, 0), said(0, 0), said(3, 1)]).toEqual([
    'Vallée : de nouvelles modifications sont arrivées, dans ce qui était déjà ici.',
    'Vallée : rien de nouveau, tout était déjà ici.',
    'Vallée : ajouté ici (pages : 1 ; ressources : 0 ; photos : 0).',
  ])
})
