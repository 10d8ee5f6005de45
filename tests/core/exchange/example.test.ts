import { describe, expect, test } from 'vitest'
import { type ExampleContent, exampleContent } from '../../../src-main/core/exchange/example.ts'
import { pageFieldsSchema, resourceDraftSchema } from '../../../src-shared/ipc/contract.ts'
import { markdownToTree, treeToMarkdown } from '../../../src-shared/text/markdown.ts'

const french = exampleContent('fr')
const english = exampleContent('en')

/** Words with a capital inside a sentence that are not persons: places, tools, months. */
const knownNames = new Set(
  [
    'Ardèche Cédille Convergences Crest Drôme Loriol Montélimar Moulin Digital Movilab Repère Rencontres Saillans Le La',
    'Saint Jean Laurent Trame Fort Fablab Polinno Roue Pass April July France French Under Accueil',
  ]
    .join(' ')
    .split(' '),
)

function texts({ spaceName, places, pages, resources }: ExampleContent): string[] {
  return [
    spaceName,
    ...places.flatMap(({ name, commune }) => [name, commune]),
    ...pages.flatMap(({ fields, markdown }) => [fields.title ?? '', ...(fields.tags ?? []), markdown]),
    ...resources.flatMap((resource) => [
      resource.name,
      resource.description ?? '',
      resource.conditions ?? '',
      ...(resource.tags ?? []),
    ]),
  ]
}

for (const [language, content] of [
  ['fr', french],
  ['en', english],
] as const) {
  describe(`the example in ${language}`, () => {
    test('[EX1] the schemas accept all of it, unchanged', () => {
      for (const { placeIndex, ...draft } of content.resources) {
        expect(resourceDraftSchema.strict().parse(draft)).toEqual(draft)
        if (placeIndex !== null) expect(content.places[placeIndex]).toBeDefined()
      }
      for (const { fields } of content.pages) expect(pageFieldsSchema.strict().parse(fields)).toEqual(fields)
    })

    test('[EX1] every page is Markdown that says what it seems to say', () => {
      for (const { markdown } of content.pages) {
        const tree = markdownToTree(markdown)
        expect(tree.length).toBeGreaterThan(0)
        expect(markdownToTree(treeToMarkdown(tree))).toEqual(tree)
      }
    })

    test('[EX2] it fills a network', () => {
      expect(content.places.length).toBe(10)
      expect(content.pages.length).toBe(14)
      expect(content.resources.length).toBe(58)
      expect(new Set(content.resources.map(({ name }) => name)).size).toBe(58)
    })

    test('[EX3] names with a capital are those of places and tools', () => {
      const inSentence = /(?<=[\p{Ll},;’] ?)(?<![.!?:] )\p{Lu}\p{Ll}+/gu
      const names = texts(content).flatMap((text) => text.match(inSentence) ?? [])
      expect([...new Set(names)].filter((name) => !knownNames.has(name))).toEqual([])
    })

    test('[EX3] no address, telephone number nor link other than the wiki', () => {
      const links = texts(content).flatMap((text) => text.match(/(https?:\/\/|www\.)[^\s)]+/g) ?? [])
      expect([...new Set(links)]).toEqual(['https://movilab.org/wiki/Accueil'])
      expect(texts(content).filter((text) => /\S@\S|(\d{2}[ .]?){5}/.test(text))).toEqual([])
    })
  })
}

test('[EX2] both languages say the same, in the same order', () => {
  const facts = ({ places, pages, resources }: ExampleContent) => ({
    places,
    pages: pages.map(({ fields, markdown }) => ({
      kind: fields.kind,
      state: fields.state,
      tags: fields.tags?.length,
      blocks: markdownToTree(markdown).map(({ kind }) => kind),
    })),
    resources: resources.map(({ category, placeIndex, quantity, state, conditions, tags }) => ({
      category,
      placeIndex,
      quantity,
      state,
      conditions: conditions !== undefined,
      tags: tags?.length,
    })),
  })
  expect(facts(english)).toEqual(facts(french))
})

test('[EX4] French is set as French is', () => {
  const wrong = /'| [;:!?»](?=[\s*]|$)|[\p{L}\p{N}»][;!?](?=\s|$)|« /u
  expect(texts(french).filter((text) => wrong.test(text.replace(/\]\(\S+\)/g, ']')))).toEqual([])
})
