/** What browsers give to pages that are held to it; TypeScript does not know of it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string, type?: string, sink?: string): string | null }): unknown
}

/**
 * The only ways in which text becomes HTML here: style sheets, which Mantine writes as such and which hold no tag, and
 * documents apart, in which nothing runs or is fetched and from which what is pasted is read. For one of those the
 * editor asks by itself; for whatever is assigned, the browser names where it goes.
 */
export function holdToTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const isApart = (sink: string | undefined) => sink === undefined || sink === 'DOMParser parseFromString'
  trustedTypes?.createPolicy('default', {
    createHTML: (text, _type, sink) => (isApart(sink) || !text.includes('<') ? text : null),
  })
}
