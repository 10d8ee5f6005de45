/*
 * How the process of the core is started, whoever starts it.
 */

/**
 * glibc keeps freed memory for each thread that ever asked for some, and the more of it the larger the pieces are that
 * were ever freed: a core of 3,000 pages would hold 250 MB besides what JavaScript has, and holds 160 so.
 */
export const coreEnvironment = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '1048576',
}

/**
 * V8 gives young objects one megabyte when it is quiet, and what is read of one document is more: it grows old before
 * it dies, and twice a second of typing a collection of everything stops the process for 25 ms. And it lets what is
 * there grow to three times as much before it looks what of it is in use.
 */
export const coreEngineFlags = ['--min-semi-space-size=16', '--heap-growing-percent=100']
