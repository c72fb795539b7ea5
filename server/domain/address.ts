/** Which addresses a configured URL may lead to. Private ones and loopback are normal here; those of a cloud's metadata are nobody's contact centre. Pure. */
import { isIP } from 'node:net';

export type AddressRefusal = 'unspecified' | 'link-local' | 'metadata' | 'multicast' | 'reserved' | 'no-address';

interface Range {
  why: AddressRefusal;
  bytes: readonly number[];
  bits: number;
}

const range = (why: AddressRefusal, cidr: string): Range => {
  const [address = '', bits] = cidr.split('/');
  const bytes = bytesOf(address) ?? [];
  return { why, bytes, bits: bits === undefined ? bytes.length * 8 : Number(bits) };
};

const refusedV4: readonly Range[] = [
  range('unspecified', '0.0.0.0/8'), // RFC 1122 §3.2.1.3
  range('metadata', '169.254.169.254'),
  range('link-local', '169.254.0.0/16'), // RFC 3927
  range('metadata', '100.100.100.200'), // Alibaba
  range('metadata', '168.63.129.16'), // Azure
  range('metadata', '192.0.0.192'), // Oracle
  range('multicast', '224.0.0.0/4'), // RFC 5771
  range('reserved', '240.0.0.0/4'), // RFC 1112 §4, with broadcast
];

const refusedV6: readonly Range[] = [
  range('unspecified', '::'),
  range('link-local', 'fe80::/10'), // RFC 4291 §2.5.6
  range('link-local', 'fec0::/10'), // RFC 3879, site-local of old
  range('metadata', 'fd00:ec2::254'), // Amazon
  range('metadata', 'fd20:ce::254'), // Google
  range('metadata', 'fd00:c1::a9fe:a9fe'), // Oracle
  range('multicast', 'ff00::/8'), // RFC 4291 §2.7
];

/** Where an IPv6 address holds an IPv4 one: the first byte of the four. */
const carriers: readonly { prefix: Range; at: number; inverted?: true }[] = [
  { prefix: range('reserved', '::ffff:0:0/96'), at: 12 }, // RFC 4291 §2.5.5.2, mapped
  { prefix: range('reserved', '::ffff:0:0:0/96'), at: 12 }, // RFC 2765 §2.1, translated
  { prefix: range('reserved', '64:ff9b::/96'), at: 12 }, // RFC 6052 §2.1, NAT64
  { prefix: range('reserved', '64:ff9b:1::/48'), at: 12 }, // RFC 8215, NAT64 of a site
  { prefix: range('reserved', '2002::/16'), at: 2 }, // RFC 3056 §2, 6to4
  { prefix: range('reserved', '2001::/32'), at: 12, inverted: true }, // RFC 4380 §4, Teredo
  { prefix: range('reserved', '::/96'), at: 12 }, // RFC 4291 §2.5.5.1, compatible
];

/** @param address as a resolver gives it; null = one may connect to it */
export function refusalOfAddress(address: string): AddressRefusal | null {
  const bytes = bytesOf(address);
  if (bytes === null) return 'no-address';
  if (bytes.length === 4) return refusedBy(refusedV4, bytes);
  const own = refusedBy(refusedV6, bytes);
  if (own !== null || isLoopbackV6(bytes)) return own;
  const carrier = carriers.find(({ prefix }) => within(prefix, bytes));
  if (carrier === undefined) return null;
  const inner = bytes.slice(carrier.at, carrier.at + 4);
  return refusedBy(refusedV4, carrier.inverted === true ? inner.map((byte) => byte ^ 0xff) : inner);
}

const isLoopbackV6 = (bytes: readonly number[]): boolean => bytes.every((byte, i) => byte === (i === 15 ? 1 : 0));

function refusedBy(ranges: readonly Range[], bytes: readonly number[]): AddressRefusal | null {
  return ranges.find((one) => within(one, bytes))?.why ?? null;
}

function within({ bytes: network, bits }: Range, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => {
    const mask = 0xff & (0xff << Math.min(8, Math.max(0, 8 - (bits - i * 8))));
    return (byte & mask) === ((network[i] ?? 0) & mask);
  });
}

/** 4 or 16 bytes; null when it is no address in its usual form: no octal, no decimal, nothing left out. */
function bytesOf(text: string): number[] | null {
  const [address = ''] = text.split('%');
  switch (isIP(address)) {
    case 4:
      return address.split('.').map(Number);
    case 6:
      return bytesOfV6(address);
    default:
      return null;
  }
}

/** RFC 4291 §2.2; it is one, `isIP` has said so. */
function bytesOfV6(address: string): number[] {
  const groupsOf = (part: string): number[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => {
          if (group.includes('.')) return group.split('.').map(Number);
          const value = Number.parseInt(group, 16);
          return [value >> 8, value & 0xff];
        });
  const [head = '', tail] = address.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  return [...before, ...Array<number>(16 - before.length - after.length).fill(0), ...after];
}
