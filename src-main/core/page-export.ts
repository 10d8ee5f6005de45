import * as A from '@automerge/automerge'
import type { Fields } from '../../src-shared/model/fields.ts'
import type { PageRow } from '../../src-shared/model/page.ts'
import type { ExportFormat } from '../../src-shared/text/export-formats.ts'
import { fileName } from '../../src-shared/text/file-name.ts'
import { treeToHtml } from '../../src-shared/text/html.ts'
import { treeToMarkdown } from '../../src-shared/text/markdown.ts'
import { picturesOf } from '../../src-shared/text/pictures.ts'
import { spansToTree } from '../../src-shared/text/spans.ts'
import type { Tree } from '../../src-shared/text/tree.ts'
import { treeToWikitext } from '../../src-shared/text/wikitext.ts'

const extensions: Record<ExportFormat, string> = { markdown: 'md', wikitext: 'wiki', html: 'html', json: 'json' }

export function exportExtension(format: ExportFormat): string {
  return `.${extensions[format]}`
}

/** A page as a file. */
export function exportPage(
  document: A.Doc<Fields>,
  row: PageRow,
  format: ExportFormat,
): { fileName: string; content: string; pictures: number } {
  const content = readPage(document, row, format)
  return {
    fileName: fileName(row.title, exportExtension(format)),
    content: format === 'markdown' ? `# ${row.title}\n\n${content}` : content,
    pictures: picturesOf(bodyOf(document)).size,
  }
}

/** A page's body in another format. */
export function readPage(document: A.Doc<Fields>, row: PageRow, format: ExportFormat): string {
  const tree = bodyOf(document)
  switch (format) {
    case 'markdown':
      return treeToMarkdown(tree)
    case 'wikitext':
      return treeToWikitext(tree)
    case 'html':
      return treeToHtml(tree)
    case 'json':
      return JSON.stringify({ ...row, content: tree }, null, 2)
  }
}

function bodyOf(document: A.Doc<Fields>): Tree {
  return spansToTree(typeof document.body === 'string' ? A.spans(document, ['body']) : [])
}
