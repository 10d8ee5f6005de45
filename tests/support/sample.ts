/** `npm run prove` tries everything at length; `npm test` takes a sample that still finds what it is there to find. */
const isProof = process.env.MAILLAGE_PROOF !== undefined

/** How many of something are tried: `short` in the suite, `long` in a proof. */
export function sample(short: number, long: number): number {
  return isProof ? long : short
}
