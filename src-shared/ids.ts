import { z } from 'zod'

/** A network of places: 32 bytes, derived from its founder's device, in lower-case hexadecimal. */
export type SpaceId = string & { readonly __brand: 'SpaceId' }

/** A computer of a place: its ed25519 public key, 32 bytes in lower-case hexadecimal. */
export type DeviceId = string & { readonly __brand: 'DeviceId' }

/** An Automerge document, as automerge-repo spells it (base58 with a checksum, 16 bytes inside). */
export type DocumentId = string & { readonly __brand: 'DocumentId' }

/** A document whose root has `type: 'page'`. */
export type PageId = DocumentId & { readonly __kind: 'page' }

/** A document whose root has `type: 'resource'`. */
export type ResourceId = DocumentId & { readonly __kind: 'resource' }

/** A document whose root has `type: 'place'`. */
export type PlaceId = DocumentId & { readonly __kind: 'place' }

/** SHA-256 of a file's bytes, in lower-case hexadecimal. The name of an attachment, on disk and on the wire. */
export type BlobHash = string & { readonly __brand: 'BlobHash' }

/** Milliseconds since 1970, as a device's own clock told it: shown to people, never used to order changes. */
export type Timestamp = number

/** Of a time that a stranger names: past it there is no date, and a window that is to show one falls. */
export const timestampSchema = z.number().min(0).max(8.64e15)

const NO_ID = 'no identifier: lists show them'
const hexadecimal = z.string().regex(/^[0-9a-f]{64}$/, NO_ID)
const documentId = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{20,40}$/, NO_ID)

export const spaceIdSchema = hexadecimal.transform((text) => text as SpaceId)
export const deviceIdSchema = hexadecimal.transform((text) => text as DeviceId)
export const blobHashSchema = hexadecimal.transform((text) => text as BlobHash)
export const documentIdSchema = documentId.transform((text) => text as DocumentId)
export const pageIdSchema = documentId.transform((text) => text as PageId)
export const resourceIdSchema = documentId.transform((text) => text as ResourceId)
export const placeIdSchema = documentId.transform((text) => text as PlaceId)
