import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'
import { gfm } from 'micromark-extension-gfm'
import { limitNesting, restoreDelimiters } from './markdown-budget.ts'
import { mdastToTree } from './mdast-to-tree.ts'
import type { Tree } from './tree.ts'
import { treeToMdast } from './tree-to-mdast.ts'

/** Reads CommonMark with GitHub's lists to tick and struck text. Total: raw HTML and what a page cannot hold become text. */
export function markdownToTree(markdown: string): Tree {
  const text = limitNesting(markdown.replace(/\r\n?/g, '\n').replace(/\0/g, '\ufffd'))
  return restoreDelimiters(
    mdastToTree(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })),
  )
}

/** Writes Markdown that `markdownToTree` reads as the same tree, but for empty paragraphs and marks on blanks. */
export function treeToMarkdown(tree: Tree): string {
  return toMarkdown(treeToMdast(tree), {
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    bullet: '-',
    emphasis: '_',
    rule: '-',
    fences: true,
    listItemIndent: 'one',
    resourceLink: false,
  })
}
