import { Extension, Mark, Node } from '@tiptap/core'

/*
 * What a newer version wrote and this one does not know: shown as plainly as possible, given back unchanged.
 * None of them can come out of pasted HTML.
 */

const hidden = { default: null, rendered: false }

/** A block of unknown type, with the text that follows its marker. */
export const UnknownBlock = Node.create({
  name: 'unknownBlock',
  group: 'block',
  content: 'inline*',
  addAttributes: () => ({ type: { ...hidden, default: 'unknown' } }),
  renderHTML: () => ['p', { 'data-unknown': 'block' }, 0],
})

export const UnknownContainer = Node.create({
  name: 'unknownContainer',
  group: 'block',
  content: 'block+',
  addAttributes: () => ({ type: { ...hidden, default: 'unknown' } }),
  renderHTML: () => ['div', { 'data-unknown': 'container' }, 0],
})

/** Any number of them may lie on the same letters. */
export const UnknownMark = Mark.create({
  name: 'unknownMark',
  inclusive: false,
  excludes: '',
  addAttributes: () => ({ name: { ...hidden, default: '' }, value: hidden }),
  renderHTML: () => ['span', { 'data-unknown': 'mark' }, 0],
})

/** Attributes we do not understand, on the blocks we do. */
export const ExtraAttributes = Extension.create({
  name: 'extraAttributes',
  addGlobalAttributes: () => [
    {
      types: [
        'paragraph',
        'heading',
        'codeBlock',
        'pageImage',
        'horizontalRule',
        'blockquote',
        'bulletList',
        'orderedList',
        'taskList',
        'listItem',
        'taskItem',
        'unknownBlock',
        'unknownContainer',
      ],
      attributes: { extra: { ...hidden, keepOnSplit: false } },
    },
  ],
})
