import type NoiseSecretStream from '@hyperswarm/secret-stream'

/** How two devices are connected. */
export type Path = 'internet' | 'lan'

/** A way to meet other devices. Each connection is an encrypted stream whose two ends know each other's key. */
export interface Wire {
  readonly path: Path
  start(onConnection: (stream: NoiseSecretStream) => void): Promise<void>
  /** Meets whoever joins the same 32 bytes, now and later. Returns the way to stop. */
  join(topic: Uint8Array): () => Promise<void>
  /** Resolves when the topics joined so far have been announced and looked up once. */
  flush(): Promise<void>
  stop(): Promise<void>
}
