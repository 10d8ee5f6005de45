import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/run.mjs'

/*
 * Holds specification and tests together: a rule is a line of docs/spec that starts with its id (`SY4  …`, also
 * as `- **SY4** …` or `| SY4 | …`); a test proves it by carrying `[SY4]` in its name.
 */
const ruleLine = /^(?:[-*|]\s*)?(?:#+\s*)?\*{0,2}`?([A-Z]{2}\d{1,3})`?\*{0,2}(?=[\s.:|])/
const citation = /\[([A-Z]{2}\d{1,3})\]/g

const rules = new Map()
for (const file of markdownOfSpec()) {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const id = ruleLine.exec(line)?.[1]
    if (!id) continue
    if (rules.has(id)) fail(`${id} is defined twice: ${relative(rules.get(id))} and ${relative(file)}`)
    rules.set(id, file)
  }
}

const cited = new Map()
for (const file of filesUnder(join(root, 'tests'), /\.test\.tsx?$/)) {
  for (const [, id] of readFileSync(file, 'utf8').matchAll(citation)) cited.set(id, file)
}

for (const [id, file] of rules) if (!cited.has(id)) fail(`${id} (${relative(file)}) has no test`)
for (const [id, file] of cited) if (!rules.has(id)) fail(`[${id}] (${relative(file)}) is no rule of docs/spec`)
process.stdout.write(`${rules.size} rules, ${cited.size} of them cited by tests\n`)

function markdownOfSpec() {
  const single = join(root, 'docs', 'spec.md')
  return [...(existsSync(single) ? [single] : []), ...filesUnder(join(root, 'docs', 'spec'), /\.md$/)]
}

function filesUnder(folder, pattern) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

function relative(path) {
  return path.slice(root.length + 1)
}

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}
