/**
 * What programs and people can ask of Maillage, as text: `npm run surface` writes docs/surface.txt, and with `--check`
 * says what differs from it.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { createProgram } from '../src-main/cli/program.ts'
import { commands } from '../src-shared/ipc/contract.ts'

const root = resolve(import.meta.dirname, '..')
const file = join(root, 'docs', 'surface.txt')
const surface = [
  '# The surface: made by `npm run surface`, compared by `npm run check`.',
  '',
  '## Calls of the core: what goes in',
  ...Object.entries(commands).flatMap(([name, { input }]) => [name, ...inputLines(input)]),
  '',
  '## Calls and events of the core: what comes out, as TypeScript declares it',
  ...declaredOutputs(),
  '',
  '## Commands of the terminal',
  ...linesOf(createProgram()),
  '',
].join('\n')

if (!process.argv.includes('--check')) writeFileSync(file, surface)
else {
  const lines = new Set(surface.split('\n'))
  const before = readFileSync(file, 'utf8')
  const known = new Set(before.split('\n'))
  for (const line of known) if (!lines.has(line)) process.stdout.write(`- ${line}\n`)
  for (const line of lines) if (!known.has(line)) process.stdout.write(`+ ${line}\n`)
  if (before !== surface) process.stdout.write('docs/surface.txt is not what the code says: npm run surface\n')
  process.exitCode = before === surface ? 0 : 1
}

/** A line a field; what is optional has a question mark. */
function inputLines(input: z.ZodType): string[] {
  // Bytes and functions have no JSON: they are said to be anything.
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([field, schema]) => {
    return `  ${field}${required.includes(field) ? '' : '?'}: ${JSON.stringify(schema)}`
  })
}

/** What the compiler says of the contract and of what it names, a declaration a line, without comments. */
function declaredOutputs(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'maillage-surface-'))
  try {
    const emit = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', folder]
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'src-shared', ...emit], {
      cwd: root,
      shell: process.platform === 'win32',
    })
    const contract = withoutComments(readFileSync(join(folder, 'ipc', 'contract.d.ts'), 'utf8'))
    const models = readdirSync(join(folder, 'model')).toSorted()
    const declared = models.flatMap((name) =>
      typesOf(withoutComments(readFileSync(join(folder, 'model', name), 'utf8'))),
    )
    return [...answersOf(contract), ...typesOf(contract), ...declared]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function withoutComments(declarations: string): string {
  return declarations.replace(/ *\/\*\*[\s\S]*?\*\/\n/g, '')
}

function answersOf(contract: string): string[] {
  const calls = /^ {4}readonly '(?<name>[^']+)': \{\n[\s\S]*?^ {8}output: (?<output>[\s\S]*?);\n {4}\};/gm
  return [...contract.matchAll(calls)].map(({ groups }) => `${groups?.name} ${onOneLine(groups?.output ?? '')}`)
}

/** Interfaces and types that say something by themselves: those of a schema stand among the inputs. */
function typesOf(declarations: string): string[] {
  const types =
    declarations.match(
      /^export (interface \w+[^{]*\{[\s\S]*?^\}|type [\s\S]*?;$(?!\n[ }])|declare const \w+: readonly \[.*\];$)/gm,
    ) ?? []
  return types.map(onOneLine).filter((line) => !line.includes('z.infer'))
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

/** A command with its arguments, then its options; common options are told once, of the program. */
function linesOf(command: Command, parents: string[] = [], common: Command = command): string[] {
  const path = [...parents, command.name()]
  const isCommon = (flags: string) => command !== common && common.options.some((option) => option.flags === flags)
  const options = command.options.filter(({ flags }) => !isCommon(flags))
  const words = command.registeredArguments.map((argument) => {
    const word = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${word}>` : `[${word}]`
  })
  return [
    [...path, ...words].join(' '),
    ...options.map((option) => {
      const choices = option.argChoices ? ` (${option.argChoices.join(', ')})` : ''
      const byDefault = option.defaultValue === undefined ? '' : ` = ${JSON.stringify(option.defaultValue)}`
      return `  ${option.flags}${choices}${byDefault}${option.mandatory ? ', needed' : ''}`
    }),
    ...command.commands.flatMap((inner) => linesOf(inner, path, common)),
  ]
}
