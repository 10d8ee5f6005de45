/** `npm run prove` tries everything at length; `npm test` takes a sample that still finds what it is there to find. */
const isProof = process.env.MAILLAGE_PROOF !== undefined

/** Which, or how many, of something are tried: `short` in the suite, `long` in a proof. */
export function sample<Tried>(short: Tried, long: Tried): Tried {
  return isProof ? long : short
}
