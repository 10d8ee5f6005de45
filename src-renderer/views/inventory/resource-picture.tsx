import { type Icon, IconBulb, IconDots, IconRoute, IconTools } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BlobHash } from '../../../src-shared/ids.ts'
import type { ResourceCategory } from '../../../src-shared/model/resource.ts'
import { usePicture } from '../../hooks/use-picture.ts'

const symbols: Record<ResourceCategory, Icon> = {
  material: IconTools,
  immaterial: IconBulb,
  project: IconRoute,
  other: IconDots,
}

interface ResourcePictureProps {
  hash: BlobHash | null
  category: ResourceCategory
  name: string
}

/** The photo when it is here; else what kind of thing this is, or that the photo is still on its way. */
export function ResourcePicture({ hash, category, name }: ResourcePictureProps) {
  const { t } = useTranslation()
  const address = usePicture(hash)
  const Glyph = symbols[category]
  if (address) return <img className="card-picture" src={address} alt={t('inventory.pictureOf', { name })} />
  return (
    <div className="card-picture">
      {hash === null ? (
        <Glyph size={40} stroke={1.2} color="var(--mantine-color-dimmed)" aria-hidden />
      ) : (
        t('inventory.pictureWaiting')
      )}
    </div>
  )
}
