import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * Stands for Electron's own default_app in the runtime taken from npm: starts the application folder given as
 * first argument, after the modules asked for by `-r`. Copied into the runtime, never imported by the project.
 */
const require = createRequire(import.meta.url)
const { app } = require('electron')

let folder
for (let index = 1; index < process.argv.length; index += 1) {
  const argument = process.argv[index]
  if (argument === '-r' || argument === '--require') {
    const module = process.argv[index + 1]
    index += 1
    // The module may shorten process.argv: what follows is read afresh.
    const rest = process.argv.slice(index + 1)
    require(module)
    folder = rest.find((candidate) => !candidate.startsWith('-'))
    break
  }
  if (!argument.startsWith('-')) {
    folder = argument
    break
  }
}

const root = resolve(folder ?? '.')
const description = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'))
app.setName(description.productName ?? description.name)
app.setVersion(description.version)
app.setAppPath(root)
app.setPath('userData', resolve(app.getPath('appData'), app.getName()))
await import(pathToFileURL(resolve(root, description.main)).href)
