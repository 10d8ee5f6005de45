import { z } from 'zod'

export const pageKinds = [
  'how-to',
  'minutes',
  'charter',
  'statutes',
  'convention',
  'lease',
  'testimony',
  'event',
  'other',
] as const
export type PageKind = (typeof pageKinds)[number]
export const pageKindSchema = z.enum(pageKinds)

/** brouillon, stabilisé, en débat: Movilab's "contenus stabilisés" beside "sujets chauds". */
export const pageStates = ['draft', 'stable', 'debated'] as const
export type PageState = (typeof pageStates)[number]
export const pageStateSchema = z.enum(pageStates)
