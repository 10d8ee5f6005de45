/*
 * How the process of the core is started, whoever starts it.
 */

/** glibc keeps freed memory for each thread that ever asked for some: the index alone would hold twice what it uses. */
export const coreEnvironment = { MALLOC_ARENA_MAX: '2' }

/**
 * V8 gives young objects one megabyte when it is quiet, and what is read of one document is more: it grows old before
 * it dies, and twice a second of typing a collection of everything stops the process for 25 ms.
 */
export const coreEngineFlags = ['--min-semi-space-size=16']
