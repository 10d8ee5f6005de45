/*
 * Imported before anything else: packages ask while they are loaded whether text may become code.
 */

/** What browsers give to pages that are held to it; TypeScript does not know of it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: {
      createHTML(text: string, type?: string, sink?: string): string | null
      createScript(text: string): string | null
    },
  ): unknown
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }

/** For one of the documents apart the editor asks by itself; for whatever is assigned, the browser names where it goes. */
const isApart = (sink: string | undefined) => sink === undefined || sink === 'DOMParser parseFromString'

/** What packages try, to know whether they may: a function that does nothing. The page's other policy refuses it, silently. */
const NOTHING = /^\(function anonymous\(\s*\)\s*\{\s*\}\)$/

/**
 * The only ways in which text becomes HTML here: style sheets, which Mantine writes as such and which hold no tag, and
 * documents apart, in which nothing runs or is fetched and from which what is pasted is read. No text becomes code.
 */
trustedTypes?.createPolicy('default', {
  createHTML: (text, _type, sink) => (isApart(sink) || !text.includes('<') ? text : null),
  createScript: (text) => (NOTHING.test(text) ? text : null),
})
