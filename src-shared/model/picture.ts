/** A picture as it looks from afar: what a slow line carries in a few seconds. */
export const MAX_PREVIEW_BYTES = 64 * 1024
