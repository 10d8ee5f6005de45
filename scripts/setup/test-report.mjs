import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './run.mjs'

const reportOf = (project) => join(root, 'test-results', `${project}.json`)

/** The arguments of vitest for one project: it prints as usual, and writes down what `failuresOf` reads. */
export function testsOf(project) {
  return [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportOf(project)}`,
  ]
}

/** Forgets what an earlier run left. */
export async function forgetReports() {
  await rm(join(root, 'test-results'), { recursive: true, force: true })
}

/** The names of the tests of a project that failed, each with the first lines of what it said. */
export async function failuresOf(project) {
  const report = await readFile(reportOf(project), 'utf8').then(JSON.parse, () => ({ testResults: [] }))
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [`${file.name}: ${beginning(file.message)}`]
    return failed.map(({ fullName, failureMessages }) => `${fullName}: ${beginning(failureMessages.join('\n'))}`)
  })
}

const beginning = (message) => message.split('\n').slice(0, 6).join('\n    ')
