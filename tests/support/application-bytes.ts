/** Channel 0 of Protomux opens, refuses and closes channels; everything else carries what they are for. */
export const isApplicationBytes = (bytes: Uint8Array) =>
  bytes.length > 0 && (bytes[0] !== 0 || ![1, 2, 3].includes(bytes[1] ?? -1))
