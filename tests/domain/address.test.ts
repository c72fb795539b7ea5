/** Which addresses a configured URL may lead to, in every dress that an address can wear. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusalOfAddress } from '../../server/domain/address';

test.each([
  // This machine, the house, and the world.
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.20',
  '100.64.0.1',
  '192.0.2.1',
  '8.8.8.8',
  '169.253.255.255',
  '169.255.0.1',
  '223.255.255.255',
  '1.0.0.0',
  '::1',
  'fd12:3456:789a::1',
  'fc00::1',
  'fe00::1',
  '2001:db8::1',
  '2606:4700::1111',
  '::ffff:127.0.0.1',
  '::ffff:10.1.2.3',
  '64:ff9b::8.8.8.8',
  '2002:0a00:0001::1',
])('%s may be connected to', (address) => {
  expect(refusalOfAddress(address)).toBeNull();
});

test.each([
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['169.254.169.254', 'metadata'],
  ['169.254.0.1', 'link-local'],
  ['169.254.255.255', 'link-local'],
  ['169.254.170.2', 'link-local'],
  ['100.100.100.200', 'metadata'],
  ['168.63.129.16', 'metadata'],
  ['192.0.0.192', 'metadata'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['::', 'unspecified'],
  ['0:0:0:0:0:0:0:0', 'unspecified'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['FEBF::1', 'link-local'],
  ['fec0::1', 'link-local'],
  ['fd00:ec2::254', 'metadata'],
  ['fd00:0ec2:0:0:0:0:0:0254', 'metadata'],
  ['fd20:ce::254', 'metadata'],
  ['ff02::1', 'multicast'],
  // RFC 4291: mapped and compatible, in both spellings
  ['::ffff:169.254.169.254', 'metadata'],
  ['::ffff:a9fe:a9fe', 'metadata'],
  ['0:0:0:0:0:ffff:a9fe:a9fe', 'metadata'],
  ['::169.254.169.254', 'metadata'],
  ['::ffff:0.0.0.0', 'unspecified'],
  ['::ffff:0:169.254.169.254', 'metadata'],
  // NAT64, of the world and of a site; 6to4; Teredo, whose client's address is inverted
  ['64:ff9b::a9fe:a9fe', 'metadata'],
  ['64:ff9b::169.254.169.254', 'metadata'],
  ['64:ff9b:1::6464:64c8', 'metadata'],
  ['2002:a9fe:a9fe::', 'metadata'],
  ['2002:e000:0001::1', 'multicast'],
  ['2001:0:4136:e378:8000:63bf:5601:5601', 'metadata'],
])('%s is refused: %s', (address, why) => {
  expect(refusalOfAddress(address)).toBe(why);
});

test.each([
  '',
  'localhost',
  '2852039166',
  '0251.0376.0251.0376',
  '0xa9fea9fe',
  '0xa9.254.169.254',
  '169.254.43518',
  '1.2.3',
  '::g',
  '[::1]',
])('«%s» is no address as a resolver gives it', (text) => {
  expect(refusalOfAddress(text)).toBe('no-address');
});

test('whatever is refused as IPv4 is refused in every dress of IPv6, and whatever is allowed is allowed', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const often = fc.oneof(fc.constant([169, 254, 169, 254]), fc.tuple(byte, byte, byte, byte));
  fc.assert(
    fc.property(often, ([a = 0, b = 0, c = 0, d = 0]) => {
      const dotted = `${a}.${b}.${c}.${d}`;
      const [high, low] = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
      const dresses = [`::ffff:${dotted}`, `64:ff9b::${high}:${low}`, `2002:${high}:${low}::1`, `64:ff9b:1::${dotted}`];
      for (const dress of dresses) expect(refusalOfAddress(dress)).toBe(refusalOfAddress(dotted));
    }),
  );
});
