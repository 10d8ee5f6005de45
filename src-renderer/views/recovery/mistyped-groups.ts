/** A group of a sheet that cannot be right, where it stands on paper: lines and groups are counted from 1. */
export interface MistypedGroup {
  readonly line: number
  readonly group: number
  readonly text: string
}

const PREFIX = /maillage:\/\/recover\//i
const GROUPS_A_LINE = 6
const LETTERS_A_GROUP = 5
/** The letters that no sheet has, for they are taken for others. */
const FOREIGN = /[^a-z0-9]|[02lv]/i

/** The groups typed so far that hold a letter that no sheet has, or are too short or too long. The last one may not be finished. */
export function mistypedGroups(text: string): MistypedGroup[] {
  const [, letters = ''] = text.split(PREFIX)
  const words = letters.split(/\s+/).filter((word) => word !== '')
  const finished = words.slice(0, -1)
  const ofFive = finished.filter((word) => word.length === LETTERS_A_GROUP)
  // Whoever leaves the spaces out, or puts them elsewhere, has no groups to be told of.
  const isGrouped = ofFive.length > finished.length / 2
  if (!isGrouped) return []
  const isMistyped = (word: string, index: number) =>
    FOREIGN.test(word) || (index < finished.length && word.length !== LETTERS_A_GROUP)
  return words.flatMap((word, index) =>
    isMistyped(word, index)
      ? [{ line: Math.floor(index / GROUPS_A_LINE) + 1, group: (index % GROUPS_A_LINE) + 1, text: word }]
      : [],
  )
}
