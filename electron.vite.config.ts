import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { nodeBundle } from './node-bundle.ts'

const source = (path: string) => resolve(import.meta.dirname, path)

/*
 * Three builds: what runs in Node (the shell, the core, the command line), the preload, the window.
 * Targets are written down because the runtime on a developer's machine may be older than the one we ship.
 */
export default defineConfig({
  main: {
    define: nodeBundle.define,
    build: {
      outDir: 'out/main',
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        external: nodeBundle.external,
        input: {
          index: source('src-main/index.ts'),
          core: source('src-main/core/index.ts'),
          cli: source('src-main/cli/index.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20',
      rolldownOptions: {
        input: { preload: source('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('src-renderer'),
    plugins: [react()],
    build: {
      outDir: source('out/renderer'),
      target: 'chrome130',
      modulePreload: false,
      rolldownOptions: { input: { index: source('src-renderer/index.html') } },
    },
  },
})
