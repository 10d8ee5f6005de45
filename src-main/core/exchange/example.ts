import type { PageFields, ResourceDraft } from '../../../src-shared/ipc/contract.ts'
import type { PlaceFields } from '../../../src-shared/model/place.ts'
import { englishExample } from './example.en.ts'
import { frenchExample } from './example.fr.ts'

/** A filled network to discover Maillage with. Both languages say the same, in the same order. */
export interface ExampleContent {
  spaceName: string
  places: PlaceFields[]
  pages: { fields: PageFields; markdown: string }[]
  resources: ExampleResource[]
}

/**
 * `placeIndex` is the rank of the sharing place in `places`. The places are real ones: a resource has one only when
 * that place said in public that it shares it, and null otherwise.
 */
export type ExampleResource = Omit<ResourceDraft, 'place'> & { placeIndex: number | null }

export function exampleContent(language: 'fr' | 'en'): ExampleContent {
  return language === 'fr' ? frenchExample : englishExample
}
