import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect } from 'react'

/** A toolbar is one stop of the Tab key; arrow keys move along it, and Tab comes back to where one was. */
export function useOneTabStop(toolbar: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const buttons = buttonsOf(toolbar.current)
    if (!buttons.some(({ tabIndex }) => tabIndex === 0) || buttons.every(({ tabIndex }) => tabIndex === 0)) {
      makeStop(buttons, buttons[0])
    }
  })
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      const buttons = buttonsOf(toolbar.current)
      if (target instanceof HTMLButtonElement && buttons.includes(target)) makeStop(buttons, target)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const buttons = buttonsOf(toolbar.current)
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
      const next = at < 0 ? undefined : buttons.at(targetOf(event.key, at, buttons.length))
      if (!next || targetOf(event.key, at, buttons.length) === at) return
      event.preventDefault()
      next.focus()
    },
  }
}

function targetOf(key: string, at: number, count: number): number {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count
    case 'ArrowLeft':
      return (at + count - 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return at
  }
}

function buttonsOf(toolbar: HTMLElement | null): HTMLButtonElement[] {
  return [...(toolbar?.querySelectorAll('button') ?? [])]
}

function makeStop(buttons: HTMLButtonElement[], stop: HTMLButtonElement | undefined): void {
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1
}
