import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chooseDataFolder, makeFoldersSync } from '../../src-main/data-folder.ts'
import { codeOf } from '../support/code-of.ts'

test('[SH3] the argument, else the environment, else the system', () => {
  const environment = { MAILLAGE_DATA: '/from/environment' }
  expect([
    chooseDataFolder(['app', '--data', '/from/argument'], environment, '/system'),
    chooseDataFolder(['app', '--data=/from/argument'], environment, '/system'),
    chooseDataFolder(['app'], environment, '/system'),
    chooseDataFolder(['app'], {}, '/system'),
  ]).toEqual([
    resolve('/from/argument'),
    resolve('/from/argument'),
    resolve('/from/environment'),
    resolve('/system/Maillage'),
  ])
})

test('[SH5] a folder that is not named, or not understood, is no other folder', () => {
  const choose = (...argv: string[]) => codeOf(() => chooseDataFolder(['app', ...argv], {}, '/system'))
  const refused = [
    ['--data', ''],
    ['--data='],
    ['--data', ' \t'],
    ['--data'],
    ['--data', '--offline'],
    ['--data', '~bob/x'],
  ]
  expect(refused.map((argv) => choose(...argv))).toEqual(refused.map(() => 'invalid-input'))
})

test('[SH5] the sign for the home folder is the home folder', () => {
  const choose = (folder: string) => chooseDataFolder(['app', `--data=${folder}`], {}, '/system')
  expect(['~', '~/Atelier', './~'].map(choose)).toEqual([homedir(), join(homedir(), 'Atelier'), resolve('~')])
})

test('[SH10] a folder that comes to be while it is made is taken as it is, and a file is not', () => {
  const base = mkdtempSync(join(tmpdir(), 'maillage-folders-'))
  onTestFinished(() => rmSync(base, { recursive: true }))
  // `a/..` was missing when it was looked at, and is there once `a` is made.
  makeFoldersSync(`${base}/a/../a/b`)
  expect(statSync(join(base, 'a', 'b')).isDirectory()).toBe(true)
  writeFileSync(join(base, 'file'), '')
  expect(() => makeFoldersSync(join(base, 'file'))).toThrow('EEXIST')
})
