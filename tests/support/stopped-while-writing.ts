import writeFileAtomic from 'write-file-atomic'
import { untilStopped } from '../../src-main/cli/until-stopped.ts'

/* A program that is asked to stop in the middle of a file, and says at the end that it went on to it. */

const A_WHILE = 64 * 1024 * 1024

const stopped = untilStopped()
const written = writeFileAtomic(process.argv[2] as string, Buffer.alloc(A_WHILE))
process.kill(process.pid, 'SIGTERM')
await Promise.all([stopped, written])
process.stdout.write('to the end')
