/** The heading of the view is read aloud, and Tab goes on from there. False while there is none. */
export function focusHeading(): boolean {
  const heading = document.querySelector<HTMLElement>('#main h1')
  if (!heading) return false
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  return true
}
