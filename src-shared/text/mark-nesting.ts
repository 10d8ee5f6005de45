import type { Inline, Marks } from './tree.ts'

/** The marks that other formats know, outermost first. */
export const nestingOrder = ['link', 'strong', 'emphasis', 'strike', 'code'] as const
export type NestedMark = (typeof nestingOrder)[number]

/** A line as nested marks: each part is a stretch of bare inlines, or a mark around parts. */
export type MarkedPart =
  | { readonly kind: 'bare'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'marked'; readonly mark: NestedMark; readonly href: string; readonly parts: readonly MarkedPart[] }

/** Groups neighbours that carry the same mark: `[b]a[/b][b]c[/b]` is one bold stretch. Marks we do not know are left out. */
export function nestMarks(line: readonly Inline[], from = 0): MarkedPart[] {
  const mark = nestingOrder[from]
  if (mark === undefined) return line.length > 0 ? [{ kind: 'bare', inlines: line }] : []
  const parts: MarkedPart[] = []
  let start = 0
  while (start < line.length) {
    const value = valueOfMark(line[start]?.marks ?? {}, mark)
    let end = start + 1
    while (end < line.length && valueOfMark(line[end]?.marks ?? {}, mark) === value) end++
    const inner = nestMarks(line.slice(start, end), from + 1)
    if (value === undefined) parts.push(...inner)
    else parts.push({ kind: 'marked', mark, href: value, parts: inner })
    start = end
  }
  return parts
}

function valueOfMark(marks: Marks, mark: NestedMark): string | undefined {
  const value = Object.hasOwn(marks, mark) ? marks[mark] : undefined
  if (mark === 'link') return typeof value === 'string' ? value : undefined
  return value === true ? '' : undefined
}
