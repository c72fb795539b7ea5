/** Whoever has a whole network of addresses is counted as one. */
import { expect, test } from 'vitest';
import { networkOf } from '../../../server/domain/http/network';

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:5555', '192.0.2.7:5555'],
  ['unknown', 'unknown'],
])('%s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
