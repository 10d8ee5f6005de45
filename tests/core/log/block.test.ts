import { encode } from 'cborg'
import { expect, test } from 'vitest'
import { newDocumentId } from '../../../src-main/core/documents/space-documents.ts'
import { decodeBlock, encodeBlock, MAX_BLOCK_BYTES } from '../../../src-main/core/log/block.ts'
import { pack } from '../../../src-main/core/log/packing.ts'
import { codeOf } from '../../support/code-of.ts'

const MEGABYTE = 1024 * 1024

test('[LG9] a small block that would become millions of values is refused before they are made', () => {
  const fields = { version: 1, kind: 'changed', document: newDocumentId(), changes: [Buffer.alloc(1)], at: 1 }
  const block = Buffer.from(encode({ ...fields, summary: 0 }))
  const values = Buffer.alloc(MAX_BLOCK_BYTES - 1_000, 0xa0)
  const header = Buffer.from([0x9a, 0, 0, 0, 0])
  header.writeUInt32BE(values.length, 1)
  const end = block.indexOf('summary') + 'summary'.length
  const bomb = pack(Buffer.concat([block.subarray(0, end), header, values, block.subarray(end + 1)]))
  expect(bomb.length).toBeLessThan(MEGABYTE)
  const before = process.memoryUsage().heapUsed
  expect(codeOf(() => decodeBlock(bomb))).toBe('too-large')
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * MEGABYTE)
})

test('[LG9] a block of as many changes as there may be is read', () => {
  const changes = Array.from({ length: 100_000 }, () => new Uint8Array(1))
  const block = decodeBlock(encodeBlock({ kind: 'changed', document: newDocumentId(), changes, at: 1 }))
  expect(block.kind === 'changed' && block.changes.length).toBe(100_000)
})

test('[LG5] an invitation until a time of which there is no date is passed over', () => {
  const [invitation, hostKey] = [new Uint8Array(32), new Uint8Array(32)]
  const terms = { role: 'reader', isReusable: true, needsApproval: false } as const
  const until = (expiresAt: number) => encodeBlock({ kind: 'invited', invitation, hostKey, expiresAt, ...terms })
  expect(codeOf(() => decodeBlock(until(Number.MAX_SAFE_INTEGER)))).toBe('unreadable')
  expect(codeOf(() => decodeBlock(until(8.64e15)))).toBe('nothing was thrown')
})
