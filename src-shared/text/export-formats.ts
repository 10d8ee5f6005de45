/** What a page can be written as. */
export const exportFormats = ['markdown', 'wikitext', 'html', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]
