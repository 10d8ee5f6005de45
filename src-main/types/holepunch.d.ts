/** The slice of the Holepunch packages that Maillage uses; they publish no types. */

declare module 'hypercore-storage' {
  interface StorageOptions {
    allowBackup?: boolean
    writeBufferSize?: number
    readOnly?: boolean
    /** RocksDB's own, -1 opens every file at the start. */
    maxOpenFiles?: number
    /** Opens the newest state whose files are all there. */
    bestEffortsRecovery?: boolean
    walRecoveryMode?: number
  }

  /** The database of a Corestore: RocksDB, in a column family of its own. */
  export default class HypercoreStorage {
    constructor(folder: string, options: StorageOptions)
    readonly db: { flush(): Promise<void> }
    close(): Promise<void>
  }
}

declare module 'corestore' {
  import type Hypercore from 'hypercore'
  import type { Manifest } from 'hypercore'
  import type HypercoreStorage from 'hypercore-storage'

  export interface KeyPair {
    publicKey: Uint8Array
    secretKey: Uint8Array
  }
  export default class Corestore {
    constructor(storage: HypercoreStorage, options?: { readOnly?: boolean })
    /** Every core in use; what changes one holds its lock. */
    readonly cores: Iterable<{ state: { mutex: { lock(): Promise<void>; unlock(): void } } | null }>
    ready(): Promise<void>
    get(options: {
      key?: Uint8Array
      /** Of a key pair of the store's own. */
      name?: string
      manifest?: Manifest
      keyPair?: KeyPair
      encryption?: { key: Uint8Array }
      active?: boolean
      allowFork?: boolean
      /** Requests on the way to one peer: at least, and at most where delays are long. */
      inflightRange?: [number, number]
    }): Hypercore
    close(): Promise<void>
  }
}

declare module 'hypercore' {
  import type { EventEmitter } from 'node:events'
  import type { Duplex } from 'node:stream'
  import type NoiseSecretStream from '@hyperswarm/secret-stream'

  export interface Manifest {
    version: 1
    signers: { publicKey: Uint8Array; namespace: Uint8Array }[]
  }
  export interface HypercorePeer {
    readonly remotePublicKey: Uint8Array
    readonly remoteLength: number
    readonly remoteContiguousLength: number
  }
  /** Something that a peer asks for. */
  export interface PeerRequest {
    readonly id: number
    readonly block: object | null
    readonly hash: object | null
    readonly seek: object | null
    readonly upgrade: object | null
    readonly manifest: boolean
  }
  /** How a peer's requests are answered. */
  export interface AnsweringPeer extends HypercorePeer {
    readonly stream: { destroy(): void }
    readonly protomux: { readonly drained: boolean }
    readonly replicator: { readonly destroyed: boolean }
    readonly remoteOpened: boolean
    readonly removed: boolean
    /** It takes what it did not ask for. */
    remoteAllowPush: boolean
    /** Requests without an answer, by their numbers. */
    readonly remoteRequests: Map<number, PeerRequest>
    /** Those that wait; in its two parts also those taken back. */
    readonly receiverQueue: {
      readonly length: number
      readonly queue: { readonly length: number }
      readonly priority: { readonly length: number }
      push(request: PeerRequest): void
      shift(): PeerRequest | null
    }
    receiverBusy: boolean
    onrequest(request: PeerRequest): Promise<void>
    _cancel(id: number): void
    /** Called when the line takes more. */
    _handleRequests(): Promise<void>
    _handleRequest(request: PeerRequest): Promise<void>
  }
  /** How a peer hears that a core grew. */
  export interface PushingPeer extends HypercorePeer {
    readonly removed: boolean
    readonly remoteDownloading: boolean
    /** It takes what it did not ask for. */
    readonly remoteAllowPush: boolean
    readonly stream: NoiseSecretStream
    signalUpgrade(): void
    push(index: number): Promise<void>
  }
  /** What of a core is asked for, or sent. */
  interface Portion {
    readonly fork: number
    readonly block: { readonly index: number } | null
    readonly hash: { readonly index: number } | null
    readonly upgrade: object | null
  }
  /** What a peer sends of a core. */
  export interface PushedData extends Portion {
    /** The number of what was asked for; 0 for what was not. */
    readonly request: number
  }
  /** What a peer was asked for. */
  export interface TakenRequest extends Portion {
    readonly peer: TakingPeer
  }
  /** How what a peer sends is taken. */
  export interface TakingPeer extends HypercorePeer {
    readonly stream: { destroy(): void }
    /** Requests that wait for an answer, of any peer; none for another number. */
    readonly replicator: { readonly _inflight: { get(request: number): TakenRequest | null | undefined } }
    readonly stats: { readonly invalidData: number }
    ondata(data: PushedData): Promise<void>
    /** Called by `ondata` once the turn of `data` has come. */
    _handleData(data: PushedData): Promise<void>
    onnodata(answer: { request: number; reason: number }): void
  }
  export interface Download {
    done(): Promise<void>
    destroy(): void
  }
  export interface MerkleNode {
    index: number
    size: number
    hash: Uint8Array
  }
  export interface Proof {
    fork: number
    block: { index: number; value: Uint8Array | null; nodes: MerkleNode[] } | null
    hash: null
    seek: null
    upgrade: {
      start: number
      length: number
      nodes: MerkleNode[]
      additionalNodes: MerkleNode[]
      signature: Uint8Array
    } | null
    manifest: null
  }
  export interface ProofRequest {
    upgrade?: { start: number; length: number }
    block?: { index: number; nodes: number }
  }
  export default class Hypercore extends EventEmitter {
    static key(manifest: Manifest): Uint8Array
    readonly key: Uint8Array
    readonly discoveryKey: Uint8Array
    readonly length: number
    readonly byteLength: number
    readonly contiguousLength: number
    readonly writable: boolean
    readonly peers: HypercorePeer[]
    /** Once it is ready. */
    readonly core: {
      /** The first block from `index` on that is held, or -1. */
      bitfield: { firstSet(index: number): number }
      replicator: {
        /** How many blocks are asked of a peer before it has answered. */
        setInflightRange(least: number, most: number): void
        /** Whether blocks are taken that were not asked for. */
        setAllowPush(allowPush: boolean): void
      }
      header: { frozen: boolean }
      /** Two signatures were found of one length: the core was frozen for that. */
      _onconflict(): Promise<void>
    }
    ready(): Promise<void>
    append(
      blocks: Uint8Array[],
      options?: { keyPair: { publicKey: Uint8Array; secretKey: Uint8Array } },
    ): Promise<{ length: number; byteLength: number }>
    get(index: number, options?: { wait?: boolean; timeout?: number }): Promise<Uint8Array | null>
    has(start: number, end?: number): Promise<boolean>
    update(options?: { wait?: boolean }): Promise<boolean>
    download(range: { start?: number; end?: number; linear?: boolean }): Download
    clear(start: number, end?: number): Promise<unknown>
    /** What convinces a peer that has `upgrade.start` blocks, or lacks `block.nodes` levels of the tree above a block. */
    proof(wanted: ProofRequest): Promise<Proof>
    /** False when the core has changed meanwhile. @throws what does not prove anything */
    applyProof(proof: Proof): Promise<boolean>
    /** Reads an upgrade from the first block on, and keeps nothing of it. @throws when its owner has not signed that */
    verifyFullyRemote(proof: Proof): Promise<unknown>
    missingNodes(block: number): Promise<number>
    replicate(stream: Duplex): Duplex
    close(): Promise<void>
  }
}

declare module 'hypercore/lib/merkle-tree.js' {
  /** A core's tree, as far as it is held. */
  export interface TreeState {
    /** The last block up to `index` that is held, or -1. */
    core: { bitfield: { lastSet(index: number): number } }
    /** What a reader is asked for is read when it is flushed, all together. */
    storage: { read(): { hasTreeNode(index: number): Promise<boolean>; tryFlush(): void } }
  }
  export const MerkleTree: {
    missingNodes(state: TreeState, index: number, length: number): Promise<number>
  }
}

declare module 'flat-tree' {
  /** A node, numbered `index`, above `factor / 2` leaves. */
  export interface TreeIterator {
    index: number
    factor: number
    parent(): number
  }
  export function iterator(index: number): TreeIterator
}

declare module 'hyperblobs' {
  import type Hypercore from 'hypercore'

  export interface BlobId {
    blockOffset: number
    blockLength: number
    byteOffset: number
    byteLength: number
  }
  export default class Hyperblobs {
    constructor(core: Hypercore, options?: { blockSize?: number })
    ready(): Promise<void>
    put(bytes: Uint8Array): Promise<BlobId>
    get(id: BlobId, options?: { wait?: boolean; timeout?: number }): Promise<Uint8Array | null>
    close(): Promise<void>
  }
}

declare module 'hypercore-crypto' {
  export function keyPair(seed?: Uint8Array): { publicKey: Uint8Array; secretKey: Uint8Array }
  export function sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array
  export function verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  export function hash(data: Uint8Array | Uint8Array[]): Uint8Array
  export function randomBytes(size: number): Uint8Array
  export function discoveryKey(key: Uint8Array): Uint8Array
  /** For whoever has the secret key, an X25519 one. */
  export function encrypt(message: Uint8Array, publicKey: Uint8Array): Uint8Array
  export function decrypt(
    ciphertext: Uint8Array,
    keyPair: { publicKey: Uint8Array; secretKey: Uint8Array },
  ): Uint8Array | null
  /** Of a block, as a leaf of a Hypercore's tree. */
  export function data(block: Uint8Array): Uint8Array
  /** Of the node above two others. */
  export function parent(
    one: { index: number; size: number; hash: Uint8Array },
    other: { index: number; size: number; hash: Uint8Array },
  ): Uint8Array
}

declare module 'sodium-universal' {
  export function crypto_generichash(output: Uint8Array, input: Uint8Array, key?: Uint8Array): void
  export function sodium_memcmp(one: Uint8Array, other: Uint8Array): boolean
  /** Node finds only some of it by name. */
  const sodium: {
    readonly crypto_box_PUBLICKEYBYTES: number
    readonly crypto_box_SECRETKEYBYTES: number
    /** @throws for what is no key */
    crypto_sign_ed25519_pk_to_curve25519(output: Uint8Array, publicKey: Uint8Array): void
    crypto_sign_ed25519_sk_to_curve25519(output: Uint8Array, secretKey: Uint8Array): void
    readonly crypto_secretbox_NONCEBYTES: number
    readonly crypto_secretbox_MACBYTES: number
    crypto_secretbox_easy(cipher: Uint8Array, message: Uint8Array, nonce: Uint8Array, key: Uint8Array): void
    crypto_secretbox_open_easy(message: Uint8Array, cipher: Uint8Array, nonce: Uint8Array, key: Uint8Array): boolean
    readonly crypto_secretstream_xchacha20poly1305_STATEBYTES: number
    readonly crypto_secretstream_xchacha20poly1305_HEADERBYTES: number
    readonly crypto_secretstream_xchacha20poly1305_ABYTES: number
    readonly crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: number
    readonly crypto_secretstream_xchacha20poly1305_TAG_FINAL: number
    crypto_secretstream_xchacha20poly1305_init_push(state: Uint8Array, header: Uint8Array, key: Uint8Array): void
    crypto_secretstream_xchacha20poly1305_push(
      state: Uint8Array,
      cipher: Uint8Array,
      message: Uint8Array,
      bound: Uint8Array | null,
      tag: number,
    ): number
    crypto_secretstream_xchacha20poly1305_init_pull(state: Uint8Array, header: Uint8Array, key: Uint8Array): void
    /** @throws when the cipher was not pushed under this key, next in this stream */
    crypto_secretstream_xchacha20poly1305_pull(
      state: Uint8Array,
      message: Uint8Array,
      tag: Uint8Array,
      cipher: Uint8Array,
      bound: Uint8Array | null,
    ): number
  }
  export default sodium
}

declare module '@hyperswarm/secret-stream' {
  import type { Duplex } from 'node:stream'

  export default class NoiseSecretStream extends Duplex {
    constructor(
      isInitiator: boolean,
      rawStream: Duplex | null,
      options?: {
        keyPair?: { publicKey: Uint8Array; secretKey: Uint8Array }
        /** XX unless it is told. */
        pattern?: 'IK' | 'XX'
        remotePublicKey?: Uint8Array
      },
    )
    readonly isInitiator: boolean
    readonly publicKey: Uint8Array
    readonly remotePublicKey: Uint8Array
    readonly handshakeHash: Uint8Array
    readonly opened: Promise<boolean>
    readonly rawStream: Duplex
    readonly rawBytesRead: number
    readonly rawBytesWritten: number
    userData: unknown
    setKeepAlive(milliseconds: number): void
    /** Sends an empty packet. */
    sendKeepAlive(): void
    setTimeout(milliseconds: number): void
  }
}

declare module 'protomux' {
  import type NoiseSecretStream from '@hyperswarm/secret-stream'
  import type { Encoding } from 'compact-encoding'

  export interface Message<Value> {
    send(value: Value): boolean
  }
  export interface Channel {
    readonly opened: boolean
    readonly closed: boolean
    /** The line takes more. */
    readonly drained: boolean
    open(handshake?: unknown): void
    close(): void
    addMessage<Value>(options: {
      encoding: Encoding<Value>
      onmessage(value: Value): void | Promise<void>
    }): Message<Value>
  }
  export default class Protomux {
    static from(stream: NoiseSecretStream): Protomux
    readonly stream: NoiseSecretStream
    /** The line takes more. */
    readonly drained: boolean
    /** What is sent from now on goes in few pieces, until it is uncorked. */
    cork(): void
    uncork(): void
    pair(match: { protocol: string; id?: Uint8Array | null }, notify: () => void): void
    unpair(match: { protocol: string; id?: Uint8Array | null }): void
    createChannel(options: {
      protocol: string
      id: Uint8Array
      handshake: Encoding<unknown>
      unique?: boolean
      onopen?(handshake: unknown): void | Promise<void>
      onclose?(isRemote: boolean): void
      ondrain?(): void
    }): Channel | null
  }
}

declare module 'compact-encoding' {
  export interface Encoding<Value> {
    preencode(state: unknown, value: Value): void
    encode(state: unknown, value: Value): void
    decode(state: unknown): Value
  }
  export const buffer: Encoding<Uint8Array>
}

declare module 'hyperdht' {
  import type NoiseSecretStream from '@hyperswarm/secret-stream'

  export default class DHT {
    constructor(options: {
      bootstrap?: { host: string; port: number }[]
      host?: string
      firewalled?: boolean
      keyPair?: { publicKey: Uint8Array; secretKey: Uint8Array }
    })
    connect(
      remotePublicKey: Uint8Array,
      options: { keyPair: { publicKey: Uint8Array; secretKey: Uint8Array } },
    ): NoiseSecretStream
    destroy(options?: { force?: boolean }): Promise<void>
    /** Its sockets. */
    readonly udx: { lookup(name: string): Promise<{ host: string; family: 4 | 6 }> }
  }
}

declare module 'hyperdht/testnet' {
  export default function createTestnet(
    size: number,
    options?: { host?: string },
  ): Promise<{ bootstrap: { host: string; port: number }[]; destroy(): Promise<void> }>
}

declare module 'hyperswarm' {
  import type { EventEmitter } from 'node:events'
  import type NoiseSecretStream from '@hyperswarm/secret-stream'
  import type DHT from 'hyperdht'

  export interface PeerInfo {
    readonly publicKey: Uint8Array
    readonly topics: Uint8Array[]
    readonly client: boolean
  }
  export interface Discovery {
    flushed(): Promise<void>
    refresh(options?: { client?: boolean; server?: boolean }): Promise<void>
    destroy(): Promise<void>
  }
  export default class Hyperswarm extends EventEmitter {
    constructor(options: {
      keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }
      dht?: DHT
      firewall?(remotePublicKey: Uint8Array): boolean
      maxPeers?: number
    })
    /** Whom it asks about everybody who comes, before there is a connection. */
    readonly server: {
      firewall(remotePublicKey: Uint8Array, payload: { udx: { id: number } | null }, address: { host: string }): boolean
    }
    on(event: 'connection', listener: (stream: NoiseSecretStream, info: PeerInfo) => void): this
    on(event: 'update', listener: () => void): this
    join(topic: Uint8Array, options?: { client?: boolean; server?: boolean }): Discovery
    leave(topic: Uint8Array): Promise<void>
    flush(): Promise<boolean>
    destroy(options?: { force?: boolean }): Promise<void>
  }
}

declare module 'z32' {
  export function encode(bytes: Uint8Array): string
  export function decode(text: string): Uint8Array
}
