import { describe, expect, test } from 'vitest'
import { guessQuantity } from '../../../src-shared/notes/guess-quantity.ts'
import { parseNotes } from '../../../src-shared/notes/parse-notes.ts'

/** Invented, in the shape of real minutes: a summary first, then the exact list, then lists of wishes. */
const minutes = `

Café des lieux : qui prête quoi dans la vallée - jeudi 12 mars

Intention : se dire ce que chacun peut prêter.

RESSOURCES

<https://exemple.org/accueil>

Vignettes posées :

- partage matériel : perceuses, tables
- projets : une fête

Liste exacte >

Matériel :

- 2 imprimantes 3D
- fabrication de visières (plus de 400 distribuées)

- tables pliantes
Immatériel :

- plan d’un four solaire

Projets :

- fête du vélo

Autres :

- 1/2 journée par mois

Quelles envies ?

Besoins pour l’avenir? 2

- des sous

Liste exacte >

Besoins pour l’avenir :

- un lieu plus grand

Projets :

- une plateforme
`

const columns = [
  {
    heading: 'Matériel',
    category: 'material',
    notes: ['2 imprimantes 3D', 'fabrication de visières (plus de 400 distribuées)', 'tables pliantes'],
  },
  { heading: 'Immatériel', category: 'immaterial', notes: ['plan d’un four solaire'] },
  { heading: 'Projets', category: 'project', notes: ['fête du vélo'] },
  { heading: 'Autres', category: 'other', notes: ['1/2 journée par mois'] },
]

describe('notes of a meeting', () => {
  test('[NO1] the columns are those of the first exact list, and no others', () => {
    expect(parseNotes(minutes).columns).toEqual(columns)
  })

  test('[NO1] line ends and blank lines do not matter', () => {
    expect(parseNotes(minutes.replace(/\n/g, '\r\n')).columns).toEqual(columns)
    expect(parseNotes(minutes.replace(/\n\n+/g, '\n')).columns).toEqual(columns)
  })

  test.each([
    'Matériel :',
    'matériel:',
    'MATERIEL',
    ' Mate\u0301riel\u00a0: ',
    '## Matériels',
    '**Matériel** :',
    'Material (2)',
    'Materials:',
  ])('[NO2] %j heads the things one can hold', (heading) => {
    expect(parseNotes(`Réunion\n\n${heading}\n* une scie\n• un établi`).columns[0]).toMatchObject({
      category: 'material',
      notes: ['une scie', 'un établi'],
    })
  })

  test('[NO2] English headings', () => {
    const text = 'Meeting\nMaterial:\n- a saw\nImmaterial:\n- a plan\nProjects:\n- a party\nOther:\n- a visit'
    expect(parseNotes(text).columns.map((column) => column.category)).toEqual([
      'material',
      'immaterial',
      'project',
      'other',
    ])
  })

  test('[NO3] the minutes become a page: its title, then everything else', () => {
    const { title, markdown } = parseNotes(minutes)
    expect(title).toBe('Café des lieux : qui prête quoi dans la vallée - jeudi 12 mars')
    expect(markdown.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '## RESSOURCES',
      '## Vignettes posées :',
      '## Liste exacte',
      '### Matériel',
      '### Immatériel',
      '### Projets',
      '### Autres',
      '## Besoins pour l’avenir? 2',
      '## Liste exacte',
      '## Besoins pour l’avenir :',
      '### Projets',
    ])
    expect(markdown).toContain('<https://exemple.org/accueil>')
    expect(markdown).toContain('- un lieu plus grand')
  })

  test('[NO3] columns under no other heading are the first level of headings of the page', () => {
    const { markdown } = parseNotes('Rencontre\n\nMatériel\n- une scie\n\nProjets\n- une fête')
    expect(markdown.split('\n').filter((line) => line.startsWith('#'))).toEqual(['## Matériel', '## Projets'])
  })

  test('[NO3] a long first line is cut between two words', () => {
    const { title } = parseNotes('mot '.repeat(100))
    expect(title.length).toBeLessThanOrEqual(151)
    expect(title.endsWith('mot…')).toBe(true)
  })

  test('[NO3] what looks like Markdown in notes stays what was typed', () => {
    expect(parseNotes('Titre\n\n#hashtag et *étoile* et <b>').markdown).toBe('\\#hashtag et \\*étoile\\* et \\<b>\n')
  })

  test('[NO1] nothing gives nothing', () => {
    expect(parseNotes('')).toEqual({ title: '', columns: [], markdown: '' })
  })

  test('[TX4] fifty thousand lines are read at once', { timeout: 5_000 }, () => {
    expect(parseNotes(`Titre\nMatériel :\n${'- a\n'.repeat(50_000)}`).columns[0]?.notes).toHaveLength(50_000)
  })

  test.each<[string, number | null]>([
    ['2 imprimantes 3D', 2],
    ['12 x tables pliantes', 12],
    ['imprimante 3D', null],
    ['fabrication de visières (plus de 400 distribuées)', null],
    ['nous avons partagé 2 imprimantes et 5 ordinateurs', null],
    ['1/2 journée', null],
    ['1 visio par semaine', null],
    ['2 heures de formation', null],
    ['3D : une imprimante', null],
    ['3 à 5 chaises', null],
    ['2020 masques', 2020],
  ])('[NO4] %j is %j things', (note, quantity) => {
    expect(guessQuantity(note)).toBe(quantity)
  })
})
