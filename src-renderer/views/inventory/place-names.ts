import { useMemo } from 'react'
import type { PlaceId } from '../../../src-shared/ids.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'

export type PlaceNames = ReadonlyMap<PlaceId, string>

export function usePlaceNames(): PlaceNames {
  const { space } = useSpace()
  const places = useAnswer('place.list', { space }).data?.places
  return useMemo(() => new Map(places?.map(({ place, name }) => [place, name])), [places])
}
