/** Units of time, money and proportion: "2 heures" is not two of anything that can be lent. */
const units =
  /^(?:h|heures?|hours?|min|minutes?|jours?|days?|semaines?|weeks?|mois|months?|ans?|annees?|années?|years?|fois|times?|€|euros?|eur|%|km|m|m2|m²|kg|g|litres?|eme|ème|er|ère)\b/iu

/**
 * How many things a note speaks of: only a number that opens it ("2 imprimantes 3D", "5 x tables").
 * Undecided is null: "fabrication de visières (plus de 400 distribuées)" tells what was done, not what there is.
 */
export function guessQuantity(note: string): number | null {
  const opening = /^\s*(\d{1,5})(?:\s*[x×])?\s+(\p{L}.*)$/iu.exec(note)
  const rest = opening?.[2]
  if (opening?.[1] === undefined || rest === undefined || units.test(rest)) return null
  if (/^(?:à|a|et|ou|to|or|and|-)\s/iu.test(rest) || /\b(?:par|per|each|chaque)\s+\p{L}/iu.test(rest)) return null
  return Number(opening[1])
}
