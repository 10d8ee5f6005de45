import type { SnippetPart } from '../../../src-shared/ipc/contract.ts'

/** Text as text, its found words marked: what comes from others is never read as HTML. */
export function Highlighted({ parts }: { parts: SnippetPart[] }) {
  let offset = 0
  return parts.map((part) => {
    const key = offset
    offset += part.text.length
    return part.match ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>
  })
}
