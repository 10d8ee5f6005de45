import { safeHref } from '../../src-shared/text/links.ts'

/**
 * Makes HTML from the clipboard harmless before the editor reads it. The schema then keeps only what a page can hold.
 * Parsed in a document of its own, where nothing runs and nothing loads.
 */
export function cleanPastedHtml(html: string): string {
  if (html.length > MAX_PASTED) return ''
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const element of page.querySelectorAll('script, style, template, iframe, object, embed, link, meta, base')) {
    element.remove()
  }
  for (const image of page.querySelectorAll('img:not([data-blob])')) image.replaceWith(linkInstead(page, image))
  // Written by ProseMirror for its own slices: from elsewhere it could describe anything.
  for (const element of page.querySelectorAll('[data-pm-slice]')) element.removeAttribute('data-pm-slice')
  return page.body.innerHTML
}

/** More than a book; parsing it would freeze the window. */
const MAX_PASTED = 5_000_000

/** A picture of the internet would tell its owner who reads the page, and when. */
function linkInstead(page: Document, image: Element): Node {
  const href = safeHref(image.getAttribute('src') ?? '')
  const label = image.getAttribute('alt')?.trim() || href || ''
  if (href === undefined) return page.createTextNode(label)
  const link = page.createElement('a')
  link.href = href
  link.textContent = label
  return link
}
