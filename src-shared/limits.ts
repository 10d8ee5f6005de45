/* How much at most, for the window, the terminal and the border: apart from what checks it, which takes long to load. */

/** Of one resource. */
export const MAX_QUANTITY = 1_000_000
/** How long an invitation may be used, at most. */
export const MAX_INVITATION_DAYS = 365
/** Of one search. */
export const MAX_HITS = 100
