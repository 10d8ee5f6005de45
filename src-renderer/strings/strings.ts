import type { fr } from './fr.ts'

type SameShape<Source> = { [Key in keyof Source]: Source[Key] extends string ? string : SameShape<Source[Key]> }

/** The shape that every language fills, taken from the French one. */
export type Strings = SameShape<typeof fr>
