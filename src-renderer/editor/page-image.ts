import { Node } from '@tiptap/core'
import { type BlobHash, blobHashSchema } from '../../src-shared/ids.ts'

/**
 * Shows a picture of this network by an address of its bytes: a preview first, where the rest is still with other places.
 * Resolves once it is shown whole.
 */
export type LoadImage = (hash: BlobHash, show: (address: string) => void) => Promise<void>

export interface PageImageOptions {
  loadImage: LoadImage
  /** What stands in place of a picture without description until its bytes have arrived. */
  missingLabel: string
}

/** A picture of the page, by the hash of its bytes: nothing here can name an address on the internet. */
export const PageImage = Node.create<PageImageOptions>({
  name: 'pageImage',
  group: 'block',
  atom: true,
  draggable: true,
  addOptions: () => ({ loadImage: () => Promise.reject(new Error('no loader')), missingLabel: '' }),
  addAttributes: () => ({
    hash: {
      default: '',
      parseHTML: (element) => element.getAttribute('data-blob') ?? '',
      renderHTML: (attributes) => ({ 'data-blob': attributes.hash }),
    },
    alt: { default: '', parseHTML: (element) => element.getAttribute('alt') ?? '' },
  }),
  parseHTML: () => [
    {
      tag: 'img[data-blob]',
      getAttrs: (element) => (blobHashSchema.safeParse(element.getAttribute('data-blob')).success ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
  addNodeView() {
    return ({ node }) => {
      const figure = document.createElement('figure')
      figure.dataset.blob = String(node.attrs.hash)
      const picture = document.createElement('img')
      picture.alt = String(node.attrs.alt || this.options.missingLabel)
      figure.append(picture)
      const hash = blobHashSchema.safeParse(node.attrs.hash).data
      if (hash) {
        const show = (address: string) => {
          picture.src = address
          picture.alt = String(node.attrs.alt)
        }
        this.options.loadImage(hash, show).catch(() => {
          figure.dataset.missing = 'true'
        })
      }
      return { dom: figure }
    }
  },
})
