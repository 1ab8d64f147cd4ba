import { BlockList, isIPv6 } from "node:net";

/** Addresses that are not on the public Internet. Spec: IANA special-purpose address registries for IPv4 and IPv6. */
const inner = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  inner.addSubnet(network, bits, "ipv4");

/** Of IPv6 only global unicast is public; inside it are tunnels that lead to IPv4 addresses, and examples. */
const outer = new BlockList();
outer.addSubnet("2000::", 3, "ipv6");
const tunnels = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  tunnels.addSubnet(network, bits, "ipv6");

/** Whether a numeric address is one of the public Internet. */
export function isPublicAddress(address: string): boolean {
  // A mapped address is the IPv4 address, which BlockList sees, too.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return !inner.check(mapped, "ipv4");
  if (isIPv6(address)) return outer.check(address, "ipv6") && !tunnels.check(address, "ipv6");
  return !inner.check(address, "ipv4");
}
