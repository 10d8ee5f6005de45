/** Bytes of the name of an epoch, as blocks and messages carry it. */
export const EPOCH_NAME_BYTES = 8
