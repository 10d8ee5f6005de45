/**
 * The middle of a line that is slow, long and loses: what comes out of one of two VXLAN tunnels goes into the other, once
 * the line has carried it. Its arguments are kbit/s, the milliseconds that a packet is under way, and how many of a hundred
 * packets are lost. The kernel's own emulator (`netem`) is not on every computer.
 */
import { createSocket } from 'node:dgram'
import { setTimeout } from 'node:timers'

const VXLAN_PORT = 4789
/** Where a VXLAN packet (RFC 7348) holds the last byte of its network's number, and the Ethernet frame. */
const NETWORK = 6
const FRAME = 8
const ETHERNET_HEADER = 14
const IPV4 = 0x0800
/** By protocol, where a segment holds its checksum. */
const CHECKSUMS: Record<number, number> = { 6: 16, 17: 6 }
/** What waits for the line longer than that does not fit into it. */
const LONGEST_QUEUE = 500

const [kilobits = 0, delay = 0, lost = 0] = process.argv.slice(2).map(Number)
/** By network, when the line has carried what entered it. */
const carriedAt = new Map<number, number>()
const socket = createSocket('udp4')

socket.on('message', (packet, { address }) => {
  if (Math.random() * 100 < lost) return
  const from = packet[NETWORK] ?? 0
  const now = performance.now()
  const begins = Math.max(now, carriedAt.get(from) ?? 0)
  if (begins - now > LONGEST_QUEUE) return
  const carried = begins + ((packet.length - FRAME) * 8) / kilobits
  carriedAt.set(from, carried)
  completeChecksum(packet.subarray(FRAME))
  packet[NETWORK] = from ^ 1
  setTimeout(() => socket.send(packet, VXLAN_PORT, address), carried - now + delay)
})
socket.bind(VXLAN_PORT, () => process.stdout.write('there\n'))

/** The kernel leaves the checksum to a network card, which a tunnel has not; then the other end drops the packet. */
function completeChecksum(frame: Buffer): void {
  if (frame.readUInt16BE(ETHERNET_HEADER - 2) !== IPV4) return
  const packet = frame.subarray(ETHERNET_HEADER)
  const protocol = packet[9] ?? 0
  const at = CHECKSUMS[protocol]
  if (at === undefined) return
  const segment = packet.subarray(((packet[0] ?? 0) & 15) * 4, packet.readUInt16BE(2))
  segment.writeUInt16BE(0, at)
  let sum = protocol + segment.length + sumOf(packet.subarray(12, 20)) + sumOf(segment)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  // A UDP checksum of zero would say that there is none.
  segment.writeUInt16BE(~sum & 0xffff || 0xffff, at)
}

function sumOf(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0)
  return sum
}
