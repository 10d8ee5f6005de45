/** What browsers give to pages that are held to it; TypeScript does not know of it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string, type: string, sink: string): string | null }): unknown
}

/**
 * The only ways in which text becomes HTML here: style sheets, which Mantine writes as such and which hold no tag, and
 * documents apart, in which nothing runs or is fetched and from which what is pasted is read.
 */
export function holdToTrustedTypes(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  trustedTypes?.createPolicy('default', {
    createHTML: (text, _type, sink) => (sink === 'DOMParser parseFromString' || !text.includes('<') ? text : null),
  })
}
