import { safeHref } from '../text/links.ts'
import { appendText, type Block, type Inline, noMarks, type Tree } from '../text/tree.ts'
import type { NoteLine } from './note-lines.ts'

const MAX_HEADING = 90

/** The minutes as a page: headings, lists and paragraphs; addresses become links. */
export function notesToTree(lines: readonly NoteLine[]): Tree {
  const blocks: Block[] = []
  let items: Inline[][] = []
  let paragraph: Inline[] | undefined
  let underHeading = false
  const closeList = () => {
    if (items.length > 0) blocks.push({ kind: 'list', style: 'bullet', start: 1, items: items.map(toItem) })
    items = []
  }
  lines.forEach((line, index) => {
    if (line.kind === 'bullet') {
      paragraph = withLinks(line.text)
      items.push(paragraph)
      return
    }
    if (line.kind === 'blank') {
      paragraph = undefined
      return
    }
    if (paragraph && line.kind === 'text' && (items.length === 0 || line.indented)) {
      appendText(paragraph, items.length === 0 ? '\n' : ' ', noMarks)
      paragraph.push(...withLinks(line.text))
      return
    }
    closeList()
    paragraph = undefined
    const level = headingLevel(line, nextWritten(lines, index), underHeading)
    if (level !== undefined && line.kind !== 'category') underHeading = true
    const content = withLinks(line.text)
    if (level !== undefined) blocks.push({ kind: 'heading', level, content })
    else {
      paragraph = content
      blocks.push({ kind: 'paragraph', content })
    }
  })
  closeList()
  return blocks
}

function toItem(content: Inline[]) {
  return { checked: false, blocks: [{ kind: 'paragraph', content }] as const }
}

function nextWritten(lines: readonly NoteLine[], index: number): NoteLine | undefined {
  for (let next = index + 1; next < lines.length; next++) if (lines[next]?.kind !== 'blank') return lines[next]
  return undefined
}

/** Notes have no headings: a short line above a list is one, and so is a line in capitals. No level is skipped. */
function headingLevel(
  line: Exclude<NoteLine, { kind: 'blank' | 'bullet' }>,
  next: NoteLine | undefined,
  underHeading: boolean,
) {
  if (line.kind === 'list-marker') return 2
  if (line.kind === 'category') return underHeading ? 3 : 2
  if (line.text.length > MAX_HEADING) return undefined
  const capitals = /^\P{Ll}*$/u.test(line.text) && /\p{Lu}{4}/u.test(line.text)
  const announces = next?.kind === 'bullet' || next?.kind === 'list-marker' || next?.kind === 'category'
  return capitals || (announces && /[:?]$|^[^.!]+$/u.test(line.text)) ? 2 : undefined
}

function withLinks(text: string): Inline[] {
  const line: Inline[] = []
  let from = 0
  for (const match of text.matchAll(/<?(https?:\/\/[^\s<>]+)>?/giu)) {
    const address = (match[1] ?? '').replace(/[).,;:!?»]+$/u, '')
    const href = safeHref(address)
    if (href === undefined) continue
    appendText(line, text.slice(from, match.index), noMarks)
    appendText(line, address, { link: href })
    const bracketed = match[0].startsWith('<') && match[0].endsWith('>')
    from = match.index + (bracketed ? match[0].length : match[0].indexOf(address) + address.length)
  }
  appendText(line, text.slice(from), noMarks)
  return line
}
