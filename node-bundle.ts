/** Packages that find a native part, or WebAssembly, beside their own files. */
const FOUND_ON_DISK = [
  '@automerge/automerge',
  'classic-level',
  'fs-native-extensions',
  'quickbit-native',
  'rocksdb-native',
  'simdle-native',
  'sodium-native',
  'udx-native',
]

/**
 * How a program for Node is built. All other packages are in it: one that reads a few large files instead of a thousand
 * small ones starts in two thirds of the time.
 */
export const nodeBundle = {
  external: FOUND_ON_DISK.map((name) => new RegExp(`^${name}(/|$)`)),
  // A CommonJS package asks for it, and a module has none.
  define: { __filename: 'import.meta.filename' },
}
