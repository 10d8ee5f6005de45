import './core/trusted-types.ts'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/bricolage-grotesque/wght.css'
import '@mantine/core/styles.css'
import '@mantine/dropzone/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/tiptap/styles.css'
import './styles/app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { coreLink } from './core/core-link.ts'
import { refreshOnEvents } from './core/core-queries.ts'
import { native } from './core/native-bridge.ts'
import { leaveOpenPages } from './hooks/use-page-document.ts'
import { startTranslations } from './strings/translate.ts'

startTranslations(navigator.language.startsWith('en') ? 'en' : 'fr')
refreshOnEvents(coreLink)
coreLink.start()
native.on('window.closing', () => {
  // What is typed in a field is written when the field is left.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  void leaveOpenPages().then((saved) => native.ask('window.leave', { saved }))
})

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
