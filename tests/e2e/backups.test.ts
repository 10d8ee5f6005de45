import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { inMain, launchApp, type RunningApp, removeFolder, temporaryFolder } from '../support/electron-app.ts'
import { resize, screenshot } from '../support/screenshots.ts'

/** Dialogs of the system cannot be clicked: they choose `path` by themselves. */
async function choose(app: RunningApp, path: string): Promise<void> {
  const stub = ({ dialog }: typeof import('electron'), filePath: string) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }
  await inMain(app, stub, path)
}

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
    await choose(first, file)
    await window.getByRole('button', { name: 'Faire une sauvegarde…' }).click()
    await window.getByText('Sauvegarde faite et relue', { exact: false }).waitFor({ timeout: 30_000 })
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
    await choose(second, file)
    await window.getByText('Restaurer une sauvegarde').click()
    await window.getByLabel('Phrase secrète de la sauvegarde', { exact: false }).first().fill('des guêpes')
    await window.getByRole('button', { name: 'Choisir le fichier…' }).click()
    await window.getByText('Ce n’est pas la phrase secrète', { exact: false }).waitFor({ timeout: 20_000 })
    await screenshot(window, '62-restaurer')
    faults.push(...(await accessibilityFaults(window)))
    await window.getByLabel('Phrase secrète de la sauvegarde', { exact: false }).first().fill('des abeilles')
    await window.getByRole('button', { name: 'Choisir le fichier…' }).click()
    await window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor({ timeout: 40_000 })
    await screenshot(window, '63-restaure')
  } finally {
    await second.close()
    for (const used of [folder, first.dataFolder, second.dataFolder]) await removeFolder(used)
  }
  expect(faults).toEqual([])
})
