import { z } from 'zod'

/** matériel, immatériel, projet, autre. */
export const resourceCategories = ['material', 'immaterial', 'project', 'other'] as const
export type ResourceCategory = (typeof resourceCategories)[number]
export const resourceCategorySchema = z.enum(resourceCategories)

/** disponible, prêtée, en panne, retirée. */
export const resourceStates = ['available', 'lent', 'broken', 'retired'] as const
export type ResourceState = (typeof resourceStates)[number]
export const resourceStateSchema = z.enum(resourceStates)
