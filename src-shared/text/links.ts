import { documentIdSchema, type PageId } from '../ids.ts'

/** Longer addresses are attacks or accidents. */
const MAX_LENGTH = 4_000
/** Controls, invisible and direction-changing characters: what hides a scheme or makes an address read as another. */
const deceiving = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u
const pageScheme = 'page:'

/**
 * The address a link may carry, spelled safely; undefined when following it could do anything but open a web page,
 * write an e-mail, dial a number or show a page of the network. A list of what is allowed: what it does not name is refused.
 */
export function safeHref(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const address = text.trim()
  if (deceiving.test(address)) return undefined
  const scheme = /^([a-z]+):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined) return undefined
  const rest = address.slice(scheme.length + 1)
  switch (scheme) {
    case 'http':
    case 'https':
      return safeWebAddress(scheme, rest)
    case 'mailto':
      return /^[^\s@?&:/"'<>]+@[^\s@?&:/"'<>]+(\?(subject|body)=[^\s"'<>&]*(&(subject|body)=[^\s"'<>&]*)*)?$/i.test(
        rest,
      )
        ? `mailto:${rest}`
        : undefined
    case 'tel':
      return /^\+?[0-9][0-9(). -]{1,30}$/.test(rest) ? `tel:${rest.replace(/[^0-9+]/g, '')}` : undefined
    case 'page':
      return documentIdSchema.safeParse(rest).success ? `${pageScheme}${rest}` : undefined
    default:
      return undefined
  }
}

/** The link to a page of the same network, as it is stored in a text. */
export function pageHref(page: PageId): string {
  return `${pageScheme}${page}`
}

/** The page that a link of ours leads to. */
export function linkedPage(href: string): PageId | undefined {
  const safe = href.startsWith(pageScheme) ? safeHref(href) : undefined
  return safe === undefined ? undefined : (safe.slice(pageScheme.length) as PageId)
}

/** A name and password before the host (`https://banque.fr@ailleurs.example`) only ever serve to deceive. */
function safeWebAddress(scheme: string, rest: string): string | undefined {
  const authority = /^\/\/([^/?#]+)/.exec(rest)?.[1]
  if (authority === undefined || !/^[^\s@%"'<>`{}|^]+$/.test(authority)) return undefined
  const path = rest.slice(authority.length + 2)
  return `${scheme}://${authority}${path.replace(/[\s"'<>`{}|^]/gu, (character) => encodeURIComponent(character))}`
}
