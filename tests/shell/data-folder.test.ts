import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { chooseDataFolder } from '../../src-main/data-folder.ts'

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
