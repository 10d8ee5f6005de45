import { expect, test } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchApp, removeFolder } from '../support/electron-app.ts'
import { foundNetwork, goTo } from '../support/place-window.ts'
import { screenshot } from '../support/screenshots.ts'

test('[ME22] a person copies a recovery sheet on a fresh computer, and has their place again', async () => {
  const faults: string[] = []
  const lost = await launchApp()
  let letters = ''
  try {
    await foundNetwork(lost, 'L’Établi', 'Réseau de la vallée')
    await goTo(lost, 'Réglages')
    await lost.window.getByRole('link', { name: 'Préparer la feuille…' }).click()
    letters = (await lost.window.getByLabel('Les lettres à recopier').textContent()) ?? ''
    expect(letters).toMatch(/^maillage:\/\/recover\/\n/)
    await screenshot(lost.window, '64-feuille-de-secours')
    faults.push(...(await accessibilityFaults(lost.window)))
    await lost.window.emulateMedia({ media: 'print' })
    await screenshot(lost.window, '65-feuille-imprimée')
    expect(await lost.window.getByRole('navigation').isVisible()).toBe(false)
  } finally {
    await lost.close()
  }
  const fresh = await launchApp()
  try {
    const { window } = fresh
    await window.getByRole('button', { name: /feuille de secours/ }).click()
    const typed = window.getByLabel('Feuille de secours')
    await typed.fill(letters.replace('\n', '\n0'))
    await window.getByText(/^À revoir\s:\s«\s0.{5}\s», groupe 1 de la ligne 1 /).waitFor()
    await screenshot(window, '66-groupe-mal-recopié')
    await typed.fill(letters.slice(0, -4))
    await window.getByRole('button', { name: 'Retrouver ma place' }).click()
    await window.getByText(/incomplète ou mal recopiée/).waitFor()
    await screenshot(window, '66-feuille-mal-recopiée')
    faults.push(...(await accessibilityFaults(window)))
    await typed.fill(letters.toUpperCase())
    await window.getByRole('button', { name: 'Retrouver ma place' }).click()
    await window.getByRole('heading', { level: 1, name: 'Pages' }).waitFor()
    await window.getByRole('button', { name: /Réseau de la vallée/ }).waitFor()
    await screenshot(window, '67-place-retrouvée')
  } finally {
    await fresh.close()
    for (const { dataFolder } of [lost, fresh]) await removeFolder(dataFolder)
  }
  expect(faults).toEqual([])
})
