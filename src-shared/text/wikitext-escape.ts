/*
 * Letters that MediaWiki would read as markup, replaced by entities, which work in every context.
 * Proved against MediaWiki 1.39: tests/shared/text/wikitext.test.ts.
 */

/** What a line is part of: some letters only matter there. */
export type WikiContext = 'line' | 'heading' | 'label'

const schemes =
  /(?<![\p{L}\p{N}])(?:bitcoin|ftps?|geo|git|gopher|https?|ircs?|magnet|mailto|matrix|mms|news|nntp|redis|s?ftp|sips?|sms|ssh|svn|tel|telnet|urn|worldwind|xmpp)(?=:)/giu

/**
 * The wikitext of each UTF-16 unit of a line, so that marks can be put between them.
 * `boundaries` are the places where a mark begins or ends: quotes next to them would join the quotes of the mark.
 */
export function escapeWikiLine(text: string, context: WikiContext, boundaries: ReadonlySet<number>): string[] {
  const units = Array.from({ length: text.length }, (_, index) => text[index] ?? '')
  const replace = (index: number) => {
    const unit = text[index]
    if (unit === undefined) return
    units[index] = unit === '&' ? '&amp;' : unit === '<' ? '&lt;' : `&#${unit.charCodeAt(0)};`
  }
  const each = (pattern: RegExp, found: (index: number, length: number) => void) => {
    for (const match of text.matchAll(pattern)) found(match.index, match[0].length)
  }
  const whole = (index: number, length: number) => {
    for (let offset = 0; offset < length; offset++) replace(index + offset)
  }
  // Controls are not XML; a line end inside a line would begin another.
  each(/[\p{Cc}]/gu, (index) => {
    units[index] = text[index] === '\t' || text[index] === '\n' ? ' ' : '\ufffd'
  })
  each(/^(?:[*#:; =]|-{4}|\{\|)/g, replace)
  each(/'{2,}|\[{2,}|\]{2,}|\{{2,}|\}{2,}|~{3,}/g, whole)
  each(/['{]$/g, replace)
  for (const place of boundaries)
    for (const near of [place - 1, place]) if ("'{[~".includes(text[near] ?? ' ')) replace(near)
  each(/-\{/g, replace)
  each(/__(?=[\p{L}\p{N}_]{0,80}?[\p{L}\p{N}]__)/gu, replace)
  each(/<(?=[A-Za-z/!])/g, replace)
  each(/&(?=#?[\p{L}\p{N}]+;)/gu, replace)
  each(schemes, (index, length) => replace(index + length))
  each(/\[(?=\/\/)/g, replace)
  each(new RegExp(`\\[(?=${schemes.source})`, 'giu'), replace)
  each(/(?<=\b(?:ISBN|RFC|PMID))\s+(?=\d)/g, (index, length) => whole(index, length))
  if (context === 'heading') each(/^=|=$/g, replace)
  if (context === 'label') each(/[|\]]/g, replace)
  return units
}
