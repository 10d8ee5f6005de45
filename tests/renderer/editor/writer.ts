import * as A from '@automerge/automerge'
import { getSchema } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type Command, EditorState, type Transaction } from '@tiptap/pm/state'
import { treeToDocument } from '../../../src-renderer/editor/blocks-to-nodes.ts'
import { BodyBinding, type EditorHost } from '../../../src-renderer/editor/body-binding.ts'
import type { BodySource } from '../../../src-renderer/editor/body-source.ts'
import { pageExtensions } from '../../../src-renderer/editor/page-extensions.ts'
import { ownHistory } from '../../../src-renderer/editor/undo-extension.ts'
import { writeBody } from '../../../src-shared/text/body.ts'
import { spansToTree } from '../../../src-shared/text/spans.ts'
import type { Tree } from '../../../src-shared/text/tree.ts'

export const schema = getSchema(pageExtensions())

const PATH = ['body']

/** A bare Automerge document, changed under one actor. */
export class MemorySource implements BodySource {
  #doc: A.Doc<unknown>
  readonly #listeners = new Set<() => void>()

  constructor(doc: A.Doc<unknown>) {
    this.#doc = doc
  }

  doc() {
    return this.#doc
  }

  change(edit: (doc: A.Doc<unknown>) => void) {
    this.#set(A.change(this.#doc, (doc) => edit(doc as A.Doc<unknown>)))
  }

  changeAt(heads: A.Heads, edit: (doc: A.Doc<unknown>) => void) {
    const { newDoc, newHeads } = A.changeAt(this.#doc, heads, (doc) => edit(doc as A.Doc<unknown>))
    this.#set(newDoc)
    return newHeads ?? undefined
  }

  receive(other: MemorySource) {
    this.#set(
      A.applyChanges(
        this.#doc,
        A.getChangesSince(
          other.doc(),
          A.getHeads(this.#doc).filter((head) => A.hasHeads(other.doc(), [head])),
        ),
      )[0],
    )
  }

  onChange(listener: () => void) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #set(doc: A.Doc<unknown>) {
    this.#doc = doc
    for (const listener of this.#listeners) listener()
  }
}

/** A person with an editor, without a window. Time stands still: remote changes show when `show` says so. */
export class Writer implements EditorHost {
  state: EditorState
  composing = false
  readonly binding: BodyBinding
  readonly failures: unknown[] = []

  constructor(
    readonly name: string,
    readonly source: MemorySource,
  ) {
    this.binding = new BodyBinding({
      source,
      path: PATH,
      onFailure: (thrown) => this.failures.push(thrown),
      schedule: () => () => undefined,
    })
    this.state = EditorState.create({
      doc: treeToDocument(schema, spansToTree(A.spans(source.doc(), PATH))),
      plugins: [ownHistory(0), this.binding.plugin()],
    })
    this.binding.start(this)
  }

  dispatch(transaction: Transaction) {
    this.state = this.state.apply(transaction)
    this.binding.stateChanged()
  }

  run(command: Command): boolean {
    return command(this.state, (transaction) => this.dispatch(transaction))
  }

  /** Types at a position, or over a range. */
  type(text: string, from: number, to = from) {
    this.dispatch(this.state.tr.insertText(text, from, to))
  }

  /** Everything received is on screen. */
  show() {
    this.composing = false
    this.binding.showNow()
  }

  /** What the storage says should be on screen. */
  stored(): Node {
    return treeToDocument(schema, spansToTree(A.spans(this.source.doc(), PATH)))
  }

  actors(): string[] {
    return [...new Set(A.getAllChanges(this.source.doc()).map((change) => A.decodeChange(change).actor))].sort()
  }
}

export const actors = ['aa', 'bb', 'cc', 'dd'].map((byte) => byte.repeat(16))

/** Some people who open the same page. */
export function writers(tree: Tree, count = 2): Writer[] {
  const founder = A.change(A.from({ body: '' }, { actor: 'ff'.repeat(16) }), (doc) => writeBody(doc, PATH, tree))
  return actors.slice(0, count).map((actor, index) => {
    const source = new MemorySource(A.clone(founder, { actor }))
    return new Writer(['alice', 'bob', 'carol', 'dave'][index] ?? '', source)
  })
}

/** Everybody receives everything, and sees it. */
export function meet(people: readonly Writer[]) {
  for (const one of people) for (const other of people) if (one !== other) one.source.receive(other.source)
  for (const one of people) for (const other of people) if (one !== other) one.source.receive(other.source)
  for (const person of people) person.show()
}
