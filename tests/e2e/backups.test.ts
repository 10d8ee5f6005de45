import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sealJson } from '../../src-main/core/lib/sealed-json.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { choosePath, launchApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'
import { resize, screenshot } from '../support/screenshots.ts'

test('[BA10] a person makes a backup in the settings, and restores it on a fresh computer from the welcome', async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'maillage.maillage')
  const faults: string[] = []
  const first = await launchApp()
  try {
    const { window } = first
    await resize(first, 1280, 1000)
    await window.getByRole('button', { name: /Découvrir avec un exemple/ }).click()
    await window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
    await window.getByRole('link', { name: 'Réglages' }).click()
    await window.getByRole('button', { name: 'Faire une sauvegarde…' }).click()
    await window.getByText('Il faut une phrase secrète pour garder les clés.').waitFor()
    await window.getByLabel('Phrase secrète', { exact: true }).first().fill('des abeilles')
    await window.getByLabel('La même phrase, encore une fois').first().fill('des abeilles')
    await choosePath(first, file)
    await window.getByRole('button', { name: 'Faire une sauvegarde…' }).click()
    await window.getByText('Sauvegarde faite et relue', { exact: false }).waitFor()
    await window.getByRole('heading', { name: 'Sauvegarde', exact: true }).scrollIntoViewIfNeeded()
    await screenshot(window, '60-sauvegarde')
    faults.push(...(await accessibilityFaults(window)))
    await window.getByText('Sombre', { exact: true }).click()
    await window.getByRole('heading', { name: 'Sauvegarde', exact: true }).scrollIntoViewIfNeeded()
    await screenshot(window, '61-sauvegarde-sombre')
    faults.push(...(await accessibilityFaults(window)))
  } finally {
    await first.close()
  }
  const second = await launchApp()
  try {
    const { window } = second
    await choosePath(second, file)
    await window.getByText('Restaurer une sauvegarde').click()
    await window.getByRole('button', { name: 'Choisir le fichier…' }).click()
    await window.getByText('Cette sauvegarde est protégée par une phrase secrète', { exact: false }).waitFor()
    await window.getByLabel('Phrase secrète de la sauvegarde', { exact: false }).first().fill('des guêpes')
    await window.getByRole('button', { name: 'Choisir le fichier…' }).click()
    await window.getByText('Ce n’est pas la phrase secrète', { exact: false }).waitFor()
    await screenshot(window, '62-restaurer')
    faults.push(...(await accessibilityFaults(window)))
    await window.getByLabel('Phrase secrète de la sauvegarde', { exact: false }).first().fill('des abeilles')
    await window.getByRole('button', { name: 'Choisir le fichier…' }).click()
    await window.getByText(/ajouté ici/).waitFor()
    await screenshot(window, '63-restaure')
    faults.push(...(await accessibilityFaults(window)))
    await window.getByRole('button', { name: /^Ouvrir / }).click()
    await window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
  } finally {
    await second.close()
    for (const used of [folder, first.dataFolder, second.dataFolder]) await removeFolder(used)
  }
  expect(faults).toEqual([])
})

test('[BA13] a person has backups made every day, and is told when the folder is gone', async () => {
  const folder = await temporaryFolder()
  const stick = join(folder, 'clé')
  await mkdir(stick)
  const faults: string[] = []
  const first = await launchApp()
  try {
    const { window } = first
    await resize(first, 1280, 1000)
    await window.getByRole('button', { name: /Découvrir avec un exemple/ }).click()
    await window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
    await window.getByRole('link', { name: 'Réglages' }).click()
    await window.getByText('Chaque jour', { exact: true }).click()
    await window.getByRole('button', { name: 'Enregistrer ce rythme' }).click()
    await window.getByText('Choisissez d’abord un dossier', { exact: false }).waitFor()
    await choosePath(first, stick)
    await window.getByRole('button', { name: 'Choisir le dossier…' }).click()
    await window.getByLabel('Phrase secrète des sauvegardes régulières').first().fill('des abeilles')
    await window.getByLabel('Cette phrase, encore une fois').first().fill('des abeilles')
    await window.getByRole('button', { name: 'Enregistrer ce rythme' }).click()
    await window.getByText('Dernière sauvegarde, faite d’elle-même', { exact: false }).waitFor()
    await window.getByRole('heading', { name: 'Sauvegardes régulières' }).scrollIntoViewIfNeeded()
    await screenshot(window, '64-sauvegardes-regulieres')
    faults.push(...(await accessibilityFaults(window)))
    expect((await readdir(stick)).length).toBe(1)
  } finally {
    await first.close()
  }
  await rm(stick, { recursive: true })
  await forgetWhenMade(join(first.dataFolder, 'backups.json'))
  const second = await launchApp({ dataFolder: first.dataFolder })
  try {
    const { window } = second
    const sentence = window.getByText('rebranchez la clé', { exact: false })
    await sentence.waitFor()
    await screenshot(window, '65-sauvegarde-impossible')
    faults.push(...(await accessibilityFaults(window)))
    await window.getByRole('button', { name: 'J’ai compris' }).click()
    await sentence.waitFor({ state: 'hidden' })
  } finally {
    await second.close()
    for (const used of [folder, first.dataFolder]) await removeFolder(used)
  }
  expect(faults).toEqual([])
})

/** So that the next is due at the next start. */
async function forgetWhenMade(file: string): Promise<void> {
  await writeFile(file, sealJson('backups', { ...JSON.parse(await readFile(file, 'utf8')), madeAt: null }))
}
