import { notifications } from '@mantine/notifications'
import { currentView } from '../hooks/view-name.ts'

/** Notifications on screen, and the view that each was about. */
const saidIn = new Map<string, string>()

export function noteSaid(id: string): void {
  saidIn.set(id, currentView())
}

/** What was said of another view than this one goes: it is about something that is not on screen any more. */
export function forgetSaidElsewhere(view: string): void {
  for (const [id, said] of saidIn) {
    if (said === view) continue
    notifications.hide(id)
    saidIn.delete(id)
  }
}
