/**
 * Longest wait for a stated condition, in milliseconds. Deadlines end only tests that fail: a busy machine is to fail none.
 * What must be quick is measured by its own test.
 */
export const PATIENCE = 60_000
