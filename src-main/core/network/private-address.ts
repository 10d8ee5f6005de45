import { BlockList, isIPv6 } from 'node:net'

const local = new BlockList()
local.addSubnet('10.0.0.0', 8)
local.addSubnet('172.16.0.0', 12)
local.addSubnet('192.168.0.0', 16)
local.addSubnet('169.254.0.0', 16)
local.addSubnet('fc00::', 7, 'ipv6')
local.addSubnet('fe80::', 10, 'ipv6')

/** An address of four bytes is written as one of sixteen where a socket takes both. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:/i, '').replace(/%.*$/, '')
}

/** Whether an address is one of a local network: neither of the internet nor of this computer alone. */
export function isPrivateAddress(address: string): boolean {
  const plain = plainAddress(address)
  return local.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}
