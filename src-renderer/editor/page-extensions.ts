import { getTaskListExtension } from '@mantine/tiptap'
import { type AnyExtension, mergeAttributes } from '@tiptap/core'
import { Code } from '@tiptap/extension-code'
import { Link } from '@tiptap/extension-link'
import { ListItem, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list'
import { StarterKit } from '@tiptap/starter-kit'
import { safeHref } from '../../src-shared/text/links.ts'
import { ExtraAttributes, UnknownBlock, UnknownContainer, UnknownMark } from './carrier-nodes.ts'
import { PageImage, type PageImageOptions } from './page-image.ts'

/** Everything that a page can hold: the editor's schema, and the commands that belong to it. */
export function pageExtensions(
  image: Partial<PageImageOptions> = {},
  checkboxLabel: (text: string) => string = (text) => text,
): AnyExtension[] {
  return [
    StarterKit.configure({
      code: false,
      link: false,
      listItem: false,
      orderedList: false,
      underline: false,
      // A paragraph that nobody wrote would be stored for everybody.
      trailingNode: false,
      undoRedo: { depth: 500 },
    }),
    // Two people may mark the same letters as code and as bold: both stay.
    Code.extend({ excludes: '' }),
    SafeLink.configure({ openOnClick: false, autolink: true, linkOnPaste: true }),
    ListItem.extend({ content: 'block+' }),
    TaskItem.extend({ content: 'block+' }).configure({
      nested: true,
      a11y: { checkboxLabel: (item) => checkboxLabel(item.firstChild?.textContent ?? '') },
    }),
    NumberedList,
    getTaskListExtension(TaskList),
    PageImage.configure(image),
    UnknownBlock,
    UnknownContainer,
    UnknownMark,
    ExtraAttributes,
  ]
}

const NumberedList = OrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) =>
        Math.min(1_000_000, Math.max(0, Number.parseInt(element.getAttribute('start') ?? '', 10) || 1)),
    },
  }),
})

/** A link whose address is kept as it came and shown only when it is safe. */
const SafeLink = Link.extend({
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element) => {
        const href = safeHref(element.getAttribute('href') ?? '')
        return href === undefined ? false : { href }
      },
    },
  ],
  renderHTML: ({ HTMLAttributes }) => {
    const href = safeHref(String(HTMLAttributes.href ?? ''))
    return ['a', mergeAttributes({ rel: 'noopener noreferrer nofollow' }, href === undefined ? {} : { href }), 0]
  },
})
