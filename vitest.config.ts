import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { PATIENCE } from './tests/support/patience.ts'

/** Files that take longest. Vitest would begin with the largest, which these are not, and end on one processor. */
const LONGEST = [
  'peers/hostile-neighbours',
  'peers/relay',
  'peers/convergence',
  'peers/rough-convergence',
  'peers/members',
  'peers/hostile-growth',
  'peers/hostile-attachments',
  'peers/hostile-peers',
  'peers/hostile-handshakes',
  'peers/damage',
  'peers/backups',
  'peers/bombs',
  'peers/slow-lines',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      [...LONGEST.keys()].find((index) => moduleId.includes(`${LONGEST[index]}.test.`)) ?? LONGEST.length
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}

/** What one of them replaces would stay replaced for whoever comes after it in the same process. */
const REPLACING_MODULES = readdirSync('tests', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.test\.tsx?$/.test(name))
  .map((name) => `tests/${name.replaceAll('\\', '/')}`)
  .filter((file) => readFileSync(file, 'utf8').includes('vi.mock('))

/** About half of the time that whole applications take. Mostly they wait for each other, and the other half works meanwhile. */
const SEVERAL_APPLICATIONS = ['leaving', 'members', 'packaged', 'three-places', 'two-places'].map(
  (name) => `tests/e2e/${name}.test.ts`,
)

const PATIENT = { testTimeout: 2 * PATIENCE, hookTimeout: 2 * PATIENCE, expect: { poll: { timeout: PATIENCE } } }

const unit = {
  include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
  exclude: ['tests/e2e/**', 'tests/lan/**', 'tests/faults/**', 'tests/fuzz/**', 'tests/bench/**'],
  ...PATIENT,
  // What a test spies on it gives back before the next, which may be in another file.
  restoreMocks: true,
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Hypercore's replicator looks once more for what came while its store was being closed, and nobody can wait for that:
    // in an application the process goes on, and writes a line.
    onUnhandledError: ({ message, stack }) =>
      !(message === 'RocksDB session is closed' && stack?.includes('hypercore/lib/replicator.js')),
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          exclude: [...unit.exclude, ...REPLACING_MODULES],
          // Files share a process: what they all import is read, and made fast by V8, once instead of a hundred times.
          isolate: false,
        },
      },
      { test: { ...unit, name: 'unit-apart', include: REPLACING_MODULES } },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          // They start processes of their own, and kill them: one at a time.
          fileParallelism: false,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'lan',
          include: ['tests/lan/**/*.test.ts'],
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: SEVERAL_APPLICATIONS,
          // Whole applications on two cores: one file at a time, or their deadlines measure each other.
          fileParallelism: false,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'e2e-places',
          include: SEVERAL_APPLICATIONS,
          fileParallelism: false,
          ...PATIENT,
        },
      },
    ],
  },
})
