import filenamify from 'filenamify'

/** What a name may have on the disks of Windows, macOS and Linux, in bytes. */
const MAX_BYTES = 255
/** Where nothing of a title is left that a disk takes, and filenamify gives its mark for that. */
const NAMELESS = 'page'
const NOTHING_LEFT = /^!?$/

/** Half of a character, which no disk can write. */
const HALF = /\p{Surrogate}/u

/**
 * The name of a file after a title that anybody chose, for any system: no folder, nothing unseen, no name that Windows
 * keeps for itself, not hidden, and short enough. `ending` stays whole, ` (2).md` for instance.
 */
export function fileName(title: string, ending: string): string {
  if (HALF.test(ending)) return fileName(title, '')
  const whole = title.split(HALF).join(' ')
  const clean = filenamify(whole, { replacement: ' ', maxLength: whole.length + 1 })
  const stem = cutToBytes(clean.replace(/\s+/g, ' ').replace(/^[. ]+/, ''), MAX_BYTES - bytesOf(ending) - 1)
  // With its ending it may have become a name that is kept: `con.txt` is free, and `con.md` is not.
  return filenamify(`${NOTHING_LEFT.test(stem) ? NAMELESS : stem}${ending}`, { replacement: '_', maxLength: MAX_BYTES })
}

/** Two names that some disk takes for one have the same. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Cut between what people see as letters, each of which may have many bytes. */
function cutToBytes(text: string, budget: number): string {
  let left = budget
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= bytesOf(segment)
    if (left < 0) break
    kept += segment
  }
  return kept.trimEnd()
}

/** In UTF-8. */
function bytesOf(text: string): number {
  return encodeURIComponent(text).replace(/%../g, '%').length
}
