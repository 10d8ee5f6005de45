import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { app, protocol, session } from 'electron'
import { appOrigin, appScheme } from '../src-shared/ipc/native.ts'
import { containedPath } from './contained-path.ts'

/**
 * Mantine writes style elements; Automerge is WebAssembly; attachments are shown from blob: addresses. What becomes HTML
 * passes by the page's own policy (trusted-types.ts in src-renderer).
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ')

/** A name that is kept for leading nowhere. */
const NO_PROXY = 'socks5://closed.invalid:1'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Before `app` is ready: gives our scheme the rights of an ordinary secure site, and no more. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the files of `folder`, and nothing outside it, at maillage-app://app/. */
export function serveApp(folder: string): void {
  protocol.handle(appScheme, async (request) => {
    const path = containedPath(folder, request.url)
    const type = path && contentTypes[extname(path)]
    if (request.method !== 'GET' || !path || !type) return refused()
    try {
      const bytes = await readFile(path)
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
        },
      })
    } catch {
      return refused()
    }
  })
}

/** Before `app` is ready: the window's part of the browser finds no name, and prepares for no page. The core has its own. */
export function closeNames(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.commandLine.appendSwitch('dns-prefetch-disable')
}

/**
 * The window never speaks to the network: not by mistake, not from a pasted page. Requests are refused here; what a
 * browser does without one, calls between browsers and connections made in advance, is sent to a proxy that nobody is.
 */
export async function closeNetwork(allowedOrigin: string | undefined): Promise<void> {
  const tools = app.isPackaged ? [] : ['devtools://']
  const own = [`${appOrigin}/`, 'blob:', 'data:', ...tools, ...(allowedOrigin ? [`${allowedOrigin}/`] : [])]
  if (allowedOrigin) own.push(`${allowedOrigin.replace(/^http/, 'ws')}/`)
  else await session.defaultSession.setProxy({ proxyRules: NO_PROXY, proxyBypassRules: '<-loopback>' })
  session.defaultSession.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !own.some((prefix) => details.url.startsWith(prefix)) })
  })
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(isCopying(permission)),
  )
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => isCopying(permission))
  session.defaultSession.setDevicePermissionHandler(() => false)
  session.defaultSession.setSpellCheckerLanguages([])
}

/** A button copies an invitation; nothing reads what somebody copied elsewhere. */
function isCopying(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}

function refused(): Response {
  return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}
