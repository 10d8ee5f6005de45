import * as A from '@automerge/automerge'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection, type Selection, TextSelection } from '@tiptap/pm/state'
import { placeOfPosition, positionAfterPlace } from './flat-position.ts'

/** A selection tied to the letters around it, so that it can be found again whatever others wrote meanwhile. */
export interface SelectionAnchor {
  readonly node: boolean
  readonly anchor: A.Cursor
  readonly head: A.Cursor
}

/** `heads` are those of the document that is on screen, undefined at the tip (much faster). Undefined when nothing is stored yet. */
export function anchorSelection(
  doc: A.Doc<unknown>,
  path: A.Prop[],
  heads: A.Heads | undefined,
  selection: Selection,
): SelectionAnchor | undefined {
  const node = selection instanceof NodeSelection
  const cursor = (position: number) => {
    const place = placeOfPosition(selection.$anchor.doc, position) - (node ? 0 : 1)
    // A caret belongs to the letter before it: it stays there when somebody writes just after.
    return A.getBackend(doc).getCursor(`/${path.join('/')}`, Math.max(0, place), heads, 'before')
  }
  try {
    return { node, anchor: cursor(node ? selection.from : selection.anchor), head: cursor(selection.head) }
  } catch {
    return undefined
  }
}

/** The same selection in the document as it has become; undefined when it cannot be told. */
export function findSelection(
  doc: A.Doc<unknown>,
  path: A.Prop[],
  document: Node,
  anchored: SelectionAnchor,
): Selection | undefined {
  try {
    const position = (cursor: A.Cursor) => positionAfterPlace(document, A.getCursorPosition(doc, path, cursor))
    const anchor = document.resolve(position(anchored.anchor))
    if (anchored.node && anchor.nodeAfter?.isLeaf) return NodeSelection.create(document, anchor.pos)
    return TextSelection.between(anchor, document.resolve(position(anchored.head)))
  } catch {
    return undefined
  }
}
