import { describe, expect, test } from 'vitest'
import { type KnownDevice, type StatusInput, spaceStatus } from '../../src-main/core/space-status.ts'
import type { DeviceId, SpaceId } from '../../src-shared/ids.ts'

const own = 'aa'.repeat(32) as DeviceId
const bob = 'bb'.repeat(32) as DeviceId
const carol = 'cc'.repeat(32) as DeviceId

const holding = (blocks: number, files = 0) => ({ blocks, files })
const told = (mine: number, bobs: number, files = 0) =>
  new Map([
    [own, holding(mine, files)],
    [bob, holding(bobs)],
  ])

function known(device: DeviceId, about: Partial<KnownDevice> = {}): KnownDevice {
  const nothing = {
    place: '',
    belongs: true,
    isFormer: false,
    isRemoved: false,
    isLocked: false,
    isRelay: false,
    path: null,
    lastSeenAt: null,
    confirmed: null,
    missingBytes: 0,
    told: undefined,
    toldBefore: {},
  }
  const held = about.held ?? 5
  return { device, known: 5, held, read: held, heldFiles: 0, knownFiles: 0, ...nothing, ...about }
}

function status(devices: KnownDevice[], about: Partial<StatusInput> = {}) {
  const space = 'a1'.repeat(32) as SpaceId
  return spaceStatus({
    space,
    own,
    devices,
    kept: 0,
    preparing: 0,
    disk: 'ok',
    setAside: 0,
    isCopied: false,
    isDismissed: false,
    isFounder: true,
    missingBytes: 0,
    unwantedBytes: 0,
    totalBytes: 0,
    ...about,
  })
}

const mine = known(own)
const cases: [string, KnownDevice[], Partial<StatusInput>, { complete: boolean; blocks: number; unsent: number }][] = [
  ['alone', [mine], {}, { complete: true, blocks: 0, unsent: 0 }],
  ['just joined, and told nothing', [mine], { isFounder: false }, { complete: false, blocks: 0, unsent: 0 }],
  ['bob was never met', [mine, known(bob, { known: 0, held: 0 })], {}, { complete: true, blocks: 0, unsent: 5 }],
  ['bob is away and had all', [mine, known(bob, { confirmed: 5 })], {}, { complete: true, blocks: 0, unsent: 0 }],
  ['bob is away and lacked two', [mine, known(bob, { confirmed: 3 })], {}, { complete: true, blocks: 0, unsent: 2 }],
  [
    'bob is away, his log has holes here',
    [mine, known(bob, { held: 3, confirmed: 5 })],
    {},
    { complete: false, blocks: 2, unsent: 0 },
  ],
  [
    'bob is here and said nothing yet',
    [mine, known(bob, { told: new Map() })],
    {},
    { complete: false, blocks: 0, unsent: 5 },
  ],
  [
    'bob is here and has all',
    [mine, known(bob, { told: told(5, 5), confirmed: 5 })],
    {},
    { complete: true, blocks: 0, unsent: 0 },
  ],
  [
    'bob is here and lacks one of mine',
    [mine, known(bob, { told: told(4, 5), confirmed: 4 })],
    {},
    { complete: false, blocks: 0, unsent: 1 },
  ],
  [
    'bob says he wrote more than came',
    [mine, known(bob, { told: told(5, 8), confirmed: 5 })],
    {},
    { complete: false, blocks: 3, unsent: 0 },
  ],
  [
    'a picture is missing',
    [mine, known(bob, { confirmed: 5 })],
    { missingBytes: 9 },
    { complete: false, blocks: 0, unsent: 0 },
  ],
  [
    'bob lacks my picture',
    [known(own, { heldFiles: 2, knownFiles: 2 }), known(bob, { told: told(5, 5, 1), confirmed: 5 })],
    {},
    { complete: false, blocks: 0, unsent: 0 },
  ],
  [
    'my picture is announced, not here whole',
    [mine, known(bob, { confirmed: 5, knownFiles: 2, heldFiles: 1 })],
    {},
    { complete: false, blocks: 0, unsent: 0 },
  ],
  [
    'carol has all, bob is away and lacks four',
    [mine, known(bob, { confirmed: 1 }), known(carol, { confirmed: 5, known: 0, held: 0, told: told(5, 5) })],
    {},
    { complete: true, blocks: 0, unsent: 4 },
  ],
  [
    'carol tells of a log of bob longer than here',
    [mine, known(bob, { confirmed: 5 }), known(carol, { known: 0, held: 0, confirmed: 5, told: told(5, 7) })],
    {},
    { complete: false, blocks: 2, unsent: 0 },
  ],
  [
    'bob, who left, told of a log of carol longer than here',
    [
      mine,
      known(bob, { confirmed: 5, toldBefore: { [carol]: holding(8) } }),
      known(carol, {
        confirmed: 5,
        told: new Map([
          [own, holding(5)],
          [bob, holding(5)],
          [carol, holding(5)],
        ]),
      }),
    ],
    {},
    { complete: false, blocks: 3, unsent: 0 },
  ],
  [
    'a relay is away and lacks two',
    [
      mine,
      known(bob, { told: told(5, 5), confirmed: 5 }),
      known(carol, { known: 0, held: 0, confirmed: 3, isRelay: true }),
    ],
    {},
    { complete: true, blocks: 0, unsent: 0 },
  ],
  [
    'bob tells of a newcomer',
    [
      mine,
      known(bob, {
        told: new Map([
          [own, holding(5)],
          [bob, holding(5)],
          [carol, holding(2)],
        ]),
        confirmed: 5,
      }),
      known(carol, { belongs: false, known: 0, held: 0 }),
    ],
    {},
    { complete: false, blocks: 2, unsent: 0 },
  ],
  [
    'bob tells of somebody whose log says nothing of why it belongs',
    [
      mine,
      known(bob, {
        told: new Map([
          [own, holding(5)],
          [bob, holding(5)],
          [carol, holding(2)],
        ]),
        confirmed: 5,
      }),
      known(carol, { belongs: false, held: 1 }),
    ],
    {},
    { complete: true, blocks: 0, unsent: 0 },
  ],
  [
    'what bob wrote last is here, and was not read yet',
    [mine, known(bob, { told: told(5, 5), confirmed: 5, read: 4 })],
    {},
    { complete: false, blocks: 0, unsent: 0 },
  ],
  [
    'what bob wrote last waits for a key',
    [mine, known(bob, { told: told(5, 5), confirmed: 5, isLocked: true })],
    {},
    { complete: false, blocks: 0, unsent: 0 },
  ],
  [
    'what somebody wrote who was removed waits for a key that nobody needs',
    [
      mine,
      known(bob, { told: told(5, 5), confirmed: 5 }),
      known(carol, { known: 0, held: 0, isLocked: true, isRemoved: true }),
    ],
    {},
    { complete: true, blocks: 0, unsent: 0 },
  ],
  [
    'typed and saved, and not in my log yet',
    [mine, known(bob, { told: told(5, 5), confirmed: 5 })],
    { kept: 1 },
    { complete: false, blocks: 0, unsent: 1 },
  ],
  [
    'received and not readable yet',
    [mine, known(bob, { told: told(5, 5), confirmed: 5 })],
    { preparing: 3 },
    { complete: true, blocks: 0, unsent: 0 },
  ],
]

describe('what the status says', () => {
  for (const [situation, devices, about, expected] of cases) {
    test(`[ST1] ${situation}`, () => {
      const { complete, receiving, unsent } = status(devices, about)
      expect({ complete, blocks: receiving.blocks, unsent }).toEqual(expected)
    })
  }

  test('[ST1] what only those have who are away is not called on its way', () => {
    const away = known(bob, { confirmed: 5, toldBefore: { [bob]: holding(8) } })
    expect(status([mine, away]).elsewhere).toBe(3)
    const relay = known(carol, { known: 0, held: 0, confirmed: 5, isRelay: true, told: told(5, 7) })
    expect(status([mine, away, relay]).elsewhere).toBe(1)
  })

  test('[ST2] each other device is told of as it is, and this one is not among them', () => {
    const { peers } = status([
      mine,
      known(bob, {
        place: 'La Trame',
        path: 'lan',
        lastSeenAt: 7,
        held: 4,
        missingBytes: 3,
        told: told(5, 8),
        confirmed: 2,
      }),
    ])
    expect(peers).toEqual([
      {
        device: bob,
        place: 'La Trame',
        connected: true,
        path: 'lan',
        lastSeenAt: 7,
        theirs: { known: 8, held: 4 },
        ours: { length: 5, held: 2 },
        missingBytes: 3,
        isLocked: false,
        isRelay: false,
      },
    ])
  })
})

test('[SL4] what nobody waits for is not on its way, and nothing is complete without it', () => {
  const { complete, receiving, unwantedBytes } = status([known(own)], {
    missingBytes: 900,
    unwantedBytes: 600,
    totalBytes: 1_000,
  })
  expect({ complete, receiving, unwantedBytes }).toMatchObject({
    complete: false,
    receiving: { bytes: 300, bytesTotal: 400 },
    unwantedBytes: 600,
  })
})
