import { getTaskListExtension } from '@mantine/tiptap'
import { type AnyExtension, mergeAttributes } from '@tiptap/core'
import { Code } from '@tiptap/extension-code'
import { Heading } from '@tiptap/extension-heading'
import { Link } from '@tiptap/extension-link'
import { ListItem, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list'
import { StarterKit } from '@tiptap/starter-kit'
import { safeHref } from '../../src-shared/text/links.ts'
import { ExtraAttributes, UnknownBlock, UnknownContainer, UnknownMark } from './carrier-nodes.ts'
import { ListBoundary } from './list-boundary.ts'
import { PageImage, type PageImageOptions } from './page-image.ts'
import { UndoExtension } from './undo-extension.ts'

/** Everything that a page can hold: the editor's schema, and the commands that belong to it. */
export function pageExtensions(
  image: Partial<PageImageOptions> = {},
  checkboxLabel: (text: string) => string = (text) => text,
): AnyExtension[] {
  return [
    StarterKit.configure({
      code: false,
      heading: false,
      link: false,
      listItem: false,
      orderedList: false,
      underline: false,
      // A paragraph that nobody wrote would be stored for everybody.
      trailingNode: false,
      undoRedo: false,
    }),
    // Two people may mark the same letters as code and as bold: both stay.
    Code.extend({ excludes: '' }),
    PageHeading,
    SafeLink.configure({ openOnClick: false, autolink: true, linkOnPaste: true }),
    ListItem.extend({ content: 'block+' }),
    TaskItem.extend({ content: 'block+' }).configure({
      nested: true,
      a11y: { checkboxLabel: (item) => checkboxLabel(item.firstChild?.textContent ?? '') },
    }),
    NumberedList,
    ListBoundary,
    getTaskListExtension(TaskList),
    PageImage.configure(image),
    UnknownBlock,
    UnknownContainer,
    UnknownMark,
    ExtraAttributes,
    UndoExtension,
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

/** The first heading of the window is the title of the page: the largest of its text is below it, as the next one is. */
const PageHeading = Heading.extend({
  renderHTML({ node, HTMLAttributes }) {
    const level = Number(node.attrs.level)
    return [`h${level}`, level === 1 ? mergeAttributes(HTMLAttributes, { 'aria-level': 2 }) : HTMLAttributes, 0]
  },
})

/** A link whose address is kept as it came and shown only when it is safe. */
const SafeLink = Link.extend({
  // What is typed beside a link, before it as well, is no part of it.
  inclusive: () => false,
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
