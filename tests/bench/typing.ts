import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { Core } from '../../src-main/core/core.ts'
import { newPage } from '../../src-shared/model/page.ts'
import { writeBody } from '../../src-shared/text/body.ts'
import { markdownToTree } from '../../src-shared/text/markdown.ts'
import { launchApp } from '../support/electron-app.ts'

/*
 * npm run bench -- typing
 *
 * What a keystroke costs the window's thread in the real application (the edit, the binding, the layout), on pages of
 * three sizes; then in the same editor on the same page with the Automerge binding taken out.
 */

const SIZES = [1_000, 20_000, 100_000]
const KEYS = 200

const folder = await mkdtemp(join(tmpdir(), 'maillage-typing-'))
const titles = await fill()
const app = await launchApp({ dataFolder: folder })
for (const title of titles) {
  await app.window.getByRole('link', { name: 'Pages' }).first().click()
  await app.window.getByText(title, { exact: true }).first().click()
  await app.window.locator('.ProseMirror p').first().waitFor()
  const bound = await measure(app.window, true)
  const bare = await measure(app.window, false)
  const ratio = (bound.median / bare.median).toFixed(1)
  process.stdout.write(
    `${title}: with Automerge p50 ${bound.median.toFixed(2)} p95 ${bound.high.toFixed(2)} ms a key, ` +
      `without p50 ${bare.median.toFixed(2)} p95 ${bare.high.toFixed(2)} ms, ratio ${ratio}\n`,
  )
}
await app.close()
await rm(folder, { recursive: true, force: true })

async function fill(): Promise<string[]> {
  const core = await Core.start({ folder, wires: () => [] })
  const space = await core.createSpace('Banc d’essai', { name: 'Banc d’essai', commune: '' })
  const pages = SIZES.map((size) => ({ title: `Page de ${size} caractères`, markdown: paragraphs(size) }))
  await space.documents.create(
    pages.map(({ title, markdown }) => ({
      fields: newPage({ title }, core.now()),
      fill: (document) => writeBody(document, ['body'], markdownToTree(markdown)),
    })),
  )
  await core.stop()
  return pages.map(({ title }) => title)
}

function paragraphs(size: number): string {
  const paragraph = 'Avant de commencer, on vérifie la ventilation et on prévient la personne qui accueille. '.repeat(4)
  return Array.from({ length: Math.ceil(size / paragraph.length) }, () => paragraph.trim()).join('\n\n')
}

/** Types in the middle of the page. Milliseconds a key: the median and the 95th of a hundred. */
async function measure(window: Page, withBinding: boolean): Promise<{ median: number; high: number }> {
  const times = await typeInWindow(window, withBinding)
  times.sort((one, other) => one - other)
  const percentile = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  return { median: percentile(0.5), high: percentile(0.95) }
}

function typeInWindow(window: Page, withBinding: boolean): Promise<number[]> {
  return window.evaluate(
    async ({ keys, withBinding }) => {
      type Plugin = { key: string }
      const { editor } = document.querySelector('.ProseMirror') as unknown as {
        editor: { view: import('@tiptap/pm/view').EditorView }
      }
      const { view } = editor
      if (!withBinding) {
        const plugins = view.state.plugins.filter(
          (plugin) => !(plugin as unknown as Plugin).key.startsWith('body-binding'),
        )
        if (plugins.length === view.state.plugins.length) throw new Error('the binding was not found')
        view.updateState(view.state.reconfigure({ plugins }))
      }
      const times: number[] = []
      for (let key = 0; key < keys; key++) {
        const middle = view.state.doc.resolve(Math.floor(view.state.doc.content.size / 2))
        const begun = performance.now()
        view.dispatch(view.state.tr.insertText('x', middle.end()))
        view.dom.getBoundingClientRect()
        times.push(performance.now() - begun)
        await new Promise(requestAnimationFrame)
      }
      return times
    },
    { keys: KEYS, withBinding },
  )
}
