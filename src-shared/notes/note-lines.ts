import type { ResourceCategory } from '../model/resource.ts'

/** A line of somebody's notes, told by how it begins. */
export type NoteLine =
  | { readonly kind: 'blank' }
  | { readonly kind: 'bullet'; readonly text: string }
  /** "Matériel :", "## Projects", "AUTRES (7)". */
  | { readonly kind: 'category'; readonly text: string; readonly category: ResourceCategory }
  /** "Liste exacte >": what follows is the list itself, no longer its summary. */
  | { readonly kind: 'list-marker'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly indented: boolean }

const categories: Record<string, ResourceCategory> = {
  materiel: 'material',
  materiels: 'material',
  material: 'material',
  materials: 'material',
  immateriel: 'immaterial',
  immateriels: 'immaterial',
  immaterial: 'immaterial',
  intangible: 'immaterial',
  projet: 'project',
  projets: 'project',
  project: 'project',
  projects: 'project',
  autre: 'other',
  autres: 'other',
  other: 'other',
  others: 'other',
}
const listMarkers = new Set(['liste exacte', 'listes exactes', 'exact list', 'full list', 'liste complete'])

export function readNoteLines(text: string): NoteLine[] {
  return text.split(/\r\n?|\n/).map(readLine)
}

function readLine(line: string): NoteLine {
  const text = line.replace(/[\s\u200b\ufeff]+/gu, ' ').trim()
  if (text === '') return { kind: 'blank' }
  const bullet = /^[-*•–—‣▪·](?![-*]) ?(\S.*)$/u.exec(text)?.[1]
  if (bullet !== undefined) return { kind: 'bullet', text: bullet }
  const bare = withoutDecoration(text)
  const name = plain(bare)
  const category = Object.hasOwn(categories, name) ? categories[name] : undefined
  if (category) return { kind: 'category', text: bare, category }
  if (listMarkers.has(name)) return { kind: 'list-marker', text: bare }
  return { kind: 'text', text: text.replace(/^#{1,6} /, ''), indented: /^(?: {2,}|\t)/.test(line) }
}

/** A heading without its `##`, its stars, its colon, its count. */
function withoutDecoration(text: string): string {
  return text
    .replace(/^#{1,6} ?/, '')
    .replace(/[*_]{2,}/g, '')
    .replace(/[\s:>»→.]*(?:\(?\d{1,4}\)?)?[\s:>»→.]*$/u, '')
}

/** Lower case, without accents: how people really type headings. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
