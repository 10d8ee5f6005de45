import { AppError } from '../../src-shared/errors.ts'
import type { PlaceId } from '../../src-shared/ids.ts'
import type { PlaceFields } from '../../src-shared/model/place.ts'
import { newDocumentId } from './documents/space-documents.ts'
import type { Invitation } from './membership/invitation.ts'
import type { KnownSpace } from './membership/keyring.ts'

/** The place that this device writes for in a space. */
export type OwnPlace = Pick<KnownSpace, 'place' | 'placeFields' | 'sharesPlace'>

export function foundedPlace(placeFields: PlaceFields): OwnPlace {
  return { place: newDocumentId() as PlaceId, placeFields, sharesPlace: false }
}

/**
 * The place of the invitation, where that is for one more computer of it, and the one that is founded otherwise.
 * @throws AppError `invalid-input` when there is neither
 */
export function enteringPlace({ place, placeName }: Invitation, founded: PlaceFields | undefined): OwnPlace {
  if (place !== null) return { place, placeFields: { name: placeName, commune: '' }, sharesPlace: true }
  if (!founded) throw new AppError('invalid-input', 'a place that enters needs a name')
  return foundedPlace(founded)
}
