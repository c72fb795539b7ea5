/** Whom one counts as one: an IPv4 address, or the network of an IPv6 address. Pure. */

/** RFC 6177 §2: a single site has at least so much, and takes any address of it. */
const SITE_GROUPS = 4;

/** @param address as a socket or a proxy says it; what is no IPv6 address stays as it is */
export function networkOf(address: string): string {
  const bare = `http://[${address.split('%')[0] ?? ''}]/`;
  if (!address.includes(':') || !URL.canParse(bare)) return address;
  const [before = '', after] = new URL(bare).hostname.slice(1, -1).split('::');
  const head = before.split(':').filter((group) => group !== '');
  const tail = (after ?? '').split(':').filter((group) => group !== '');
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return `${groups.slice(0, SITE_GROUPS).join(':')}::/64`;
}
