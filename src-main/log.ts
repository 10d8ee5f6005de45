/** A line on stderr: time, where it comes from, what happened. Never the content of a page. */
export function log(part: string, message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${part}: ${message}\n`)
}
