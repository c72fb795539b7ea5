/** Which reverse proxies are believed in what they say of a request, and who really came. Pure. */
import { BlockList, isIPv6 } from 'node:net';

export type Believes = (address: string) => boolean;

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** @param proxies addresses and networks (`10.0.0.0/8`), checked at the door; `loopback` stands for this machine */
export function createBelief(proxies: readonly string[]): Believes {
  const list = new BlockList();
  for (const proxy of proxies.flatMap((one) => (one === 'loopback' ? LOOPBACK : [one]))) {
    const [address = '', bits] = proxy.split('/');
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = plainAddress(address);
    return list.check(plain, familyOf(plain));
  };
}

/**
 * The last address on the way that is no proxy of ours. Each proxy adds whom it saw; what stands before that anybody can have written.
 * @param said `x-forwarded-for` as it came, or null when who sent it is not believed
 * @param remoteAddress of the socket
 */
export function clientOf(said: string | null, remoteAddress: string, believes: Believes): string {
  const hops = (said ?? '').split(',').map((hop) => hop.trim());
  const way = [...hops.filter((hop) => hop !== ''), remoteAddress];
  return plainAddress(way.findLast((hop) => !believes(hop)) ?? way[0] ?? remoteAddress);
}

/** RFC 4291 §2.5.5.2: an IPv4 address in the clothes of IPv6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
