import * as A from '@automerge/automerge'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Selection, type Transaction } from '@tiptap/pm/state'
import { type Segment, sameSegments, segmentLength, spansToSegments } from '../../src-shared/text/segments.ts'
import { segmentsToTree } from '../../src-shared/text/segments-to-tree.ts'
import { treeToDocument } from './blocks-to-nodes.ts'
import type { BodySource } from './body-source.ts'
import { sameHeads, writeLocalEdit } from './body-writer.ts'
import { changeStart, documentDifference } from './document-difference.ts'
import { replaceDocument } from './document-replacement.ts'
import { documentSegments, readsBack } from './document-segments.ts'
import { placeOfPosition, storedSize } from './flat-position.ts'
import { anchorSelection, findSelection, type SelectionAnchor } from './selection-anchor.ts'
import { SPELLS_OWN } from './undo-extension.ts'

/** Remote changes are shown at most this often: each costs a reading of the whole text. */
const SHOW_EVERY_MS = 100

/** The part of ProseMirror's EditorView that the binding needs. */
export interface EditorHost {
  readonly state: EditorState
  /** An input method (accents, Japanese) is in the middle of a word: the document must not move under it. */
  readonly composing: boolean
  dispatch(transaction: Transaction): void
}

export interface BindingOptions {
  source: BodySource
  path: A.Prop[]
  /** An edit could not be written; the screen goes back to what is stored. */
  onFailure(thrown: unknown): void
  /** Runs later; gives its own undo. Tests hold time in their hands. */
  schedule?(run: () => void, delay: number): () => void
}

/** What the person sees, and the document it was made from. */
interface Shown {
  readonly document: Node
  readonly heads: A.Heads
  /** What is stored when it is not what the editor would write (somebody's text had to be repaired to be shown). */
  readonly stored: readonly Segment[] | undefined
  /** The document does not read back as itself: it is to be read again although nobody else wrote. */
  readonly stale: boolean
}

/** Where the editor began to differ from a document that was shown. */
interface ChangeStart {
  readonly since: Node
  readonly from: number
}

/**
 * Keeps an editor and a stored text the same. Compares states, never replays events:
 * 1. The editor shows something else than `shown`: the difference is a local edit, written at once, as of `shown.heads`.
 * 2. The source has other heads than `shown`: a while later the text is read again and the difference shown.
 */
export class BodyBinding {
  readonly #options: BindingOptions
  readonly #key = new PluginKey<ChangeStart | undefined>('body-binding')
  readonly #schedule: (run: () => void, delay: number) => () => void
  #host: EditorHost | undefined
  #shown: Shown | undefined
  /** Where the selection was, taken while `shown` was the tip. */
  #anchored: { readonly selection: Selection; readonly anchor: SelectionAnchor | undefined } | undefined
  #cancelShow: (() => void) | undefined
  #unsubscribe: (() => void) | undefined
  #writing = false

  constructor(options: BindingOptions) {
    this.#options = options
    this.#schedule = options.schedule ?? later
  }

  /** To be given to the editor; it starts and stops the binding. */
  plugin(): Plugin<ChangeStart | undefined> {
    return new Plugin<ChangeStart | undefined>({
      key: this.#key,
      state: {
        init: () => undefined,
        apply: (transaction, start) => this.#changeStart(transaction, start),
      },
      view: (view) => {
        this.start(view)
        return { update: () => this.stateChanged(), destroy: () => this.stop() }
      },
    })
  }

  /** The editor should already show the text; when it does not, it will soon, and is not listened to before. */
  start(host: EditorHost): void {
    this.#host = host
    this.#unsubscribe = this.#options.source.onChange(() => this.#sourceChanged())
    this.#shown = undefined
    const read = this.#read(host.state)
    if (host.state.doc.eq(read.document)) this.#shown = { ...read, document: host.state.doc }
    else this.#showSoon(0)
  }

  stop(): void {
    this.#unsubscribe?.()
    this.#cancelShow?.()
    this.#unsubscribe = undefined
    this.#cancelShow = undefined
    this.#host = undefined
  }

  /** The editor has a new state: writes what the person changed. */
  stateChanged(): void {
    const [host, shown] = [this.#host, this.#shown]
    if (!host || !shown) return
    const document = host.state.doc
    if (document !== shown.document) this.#writeLocal(shown, host.state)
    this.#rememberSelection(host.state.selection)
  }

  /** Whether the person sees everything that the source holds. */
  seen(): boolean {
    const shown = this.#shown
    return shown !== undefined && !shown.stale && sameHeads(shown.heads, A.getHeads(this.#options.source.doc()))
  }

  /** Shows what the source holds by now, unless somebody is composing a word. */
  showNow(): void {
    const host = this.#host
    this.#cancelShow?.()
    this.#cancelShow = undefined
    if (!host) return
    if (host.composing) {
      this.#showSoon(SHOW_EVERY_MS)
      return
    }
    this.stateChanged()
    const { source, path } = this.#options
    const tip = source.doc()
    const shown = this.#shown
    if (this.seen()) return
    const spellsOwn = shown?.stale === true && sameHeads(shown.heads, A.getHeads(tip))
    const anchor = this.#anchored?.anchor ?? (shown && anchorSelection(tip, path, shown.heads, host.state.selection))
    const read = this.#read(host.state)
    const transaction = replaceDocument(host.state.tr, read.document)
    this.#shown = { ...read, document: transaction.doc }
    if (!transaction.docChanged) return
    const selection = anchor && findSelection(tip, path, transaction.doc, anchor)
    if (selection) transaction.setSelection(selection)
    host.dispatch(transaction.setMeta('addToHistory', false).setMeta(SPELLS_OWN, spellsOwn))
  }

  #read(state: EditorState): Shown {
    const doc = this.#options.source.doc()
    const segments = spansToSegments(A.spans(doc, this.#options.path))
    const document = treeToDocument(state.schema, segmentsToTree(segments))
    const stored = sameSegments(segments, documentSegments(document)) ? undefined : segments
    return { document, heads: A.getHeads(doc), stored, stale: false }
  }

  #rememberSelection(selection: Selection): void {
    const { source, path } = this.#options
    const tip = source.doc()
    const current = this.#shown && sameHeads(this.#shown.heads, A.getHeads(tip))
    if (current) this.#anchored = { selection, anchor: anchorSelection(tip, path, undefined, selection) }
    else if (this.#anchored?.selection !== selection) this.#anchored = undefined
  }

  #writeLocal(shown: Shown, state: EditorState): void {
    const { source, path } = this.#options
    this.#writing = true
    try {
      const { changed, ...difference } = this.#difference(shown, state)
      const heads = writeLocalEdit(source, path, { heads: shown.heads, ...difference })
      const stale = shown.stale || !changed.every(readsBack)
      this.#shown = { document: state.doc, heads, stored: undefined, stale }
      if (stale) this.#showSoon(0)
    } catch (thrown) {
      this.#shown = undefined
      this.#showSoon(0)
      this.#options.onFailure(thrown)
    } finally {
      this.#writing = false
      if (!this.seen()) this.#showSoon(SHOW_EVERY_MS)
    }
  }

  #difference(shown: Shown, state: EditorState) {
    const start = this.#key.getState(state)
    const unchangedBefore =
      start?.since === shown.document ? placeOfPosition(shown.document, start.from) : Number.POSITIVE_INFINITY
    if (shown.stored) {
      const length = shown.stored.reduce((sum, segment) => sum + segmentLength(segment), 0)
      const whole = documentSegments(state.doc)
      return {
        at: 0,
        before: shown.stored,
        after: whole,
        length,
        unchangedBefore: Number.POSITIVE_INFINITY,
        changed: state.doc.children,
      }
    }
    const length = storedSize(shown.document)
    return { ...documentDifference(shown.document, state.doc), length, unchangedBefore }
  }

  #changeStart(transaction: Transaction, start: ChangeStart | undefined): ChangeStart | undefined {
    if (!transaction.docChanged) return start
    const from = changeStart(transaction)
    const continues = start && start.since === this.#shown?.document && transaction.before !== start.since
    return continues ? { since: start.since, from: Math.min(from, start.from) } : { since: transaction.before, from }
  }

  /**
   * A change of ours that is not in `shown` was made elsewhere in the window: a title, say. It is shown at once, for
   * Automerge gives another actor to edits made as of heads that lack our own last change, and nobody would take them.
   */
  #sourceChanged(): void {
    if (this.#writing) return
    if (this.#shown && !this.#host?.composing && this.#isBehindItself(this.#shown)) this.showNow()
    else this.#showSoon(SHOW_EVERY_MS)
  }

  #isBehindItself(shown: Shown): boolean {
    const doc = this.#options.source.doc()
    const actor = A.getActorId(doc)
    return A.getChangesMetaSince(doc, shown.heads).some((change) => change.actor === actor)
  }

  #showSoon(delay: number): void {
    if (this.#cancelShow || !this.#host) return
    this.#cancelShow = this.#schedule(() => {
      this.#cancelShow = undefined
      this.showNow()
    }, delay)
  }
}

function later(run: () => void, delay: number): () => void {
  const timer = setTimeout(run, delay)
  return () => clearTimeout(timer)
}
