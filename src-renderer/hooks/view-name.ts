/** The view that an address shows. A panel beside a list has an address of its own, and is part of the list's view. */
export function viewName(address: string): string {
  const [, first = '', second, third] = address.split('/')
  if (first === 'pages' && second) return `page ${second}`
  if (first === 'bin' && second === 'pages' && third) return `page ${third}`
  return first
}

/** Of the window now. */
export function currentView(): string {
  return viewName(window.location.hash.replace(/^#/, ''))
}
