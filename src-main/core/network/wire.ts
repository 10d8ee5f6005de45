import type NoiseSecretStream from '@hyperswarm/secret-stream'

/** How two devices are connected. */
export type Path = 'internet' | 'lan'

/** A way to meet other devices. Each connection is an encrypted stream whose two ends know each other's key. */
export interface Wire {
  readonly path: Path
  /** `isMember` tells who belongs to a space of ours, by its key: room is made for strangers only as far as it goes. */
  start(onConnection: (stream: NoiseSecretStream) => void, isMember: (key: Uint8Array) => boolean): Promise<void>
  /** Meets whoever joins the same 32 bytes, now and later. Returns the way to stop. */
  join(topic: Uint8Array): () => Promise<void>
  /** A member is gone: it is looked for as at the beginning. Absent where others are looked for as often at any time. */
  lookAnew?(): void
  /** Resolves when the topics joined so far have been announced and looked up once. */
  flush(): Promise<void>
  stop(): Promise<void>
}
