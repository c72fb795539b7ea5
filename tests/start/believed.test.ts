/** Who is believed to be a proxy of ours, and who came through it. */
import { describe, expect, it } from 'vitest';
import { clientOf, createBelief } from '../../server/start/believed';

describe('belief', () => {
  it.each<[string[], string, boolean]>([
    [['loopback'], '127.0.0.1', true],
    [['loopback'], '127.8.8.8', true],
    [['loopback'], '::1', true],
    [['loopback'], '::ffff:127.0.0.1', true],
    [['loopback'], '10.0.0.1', false],
    [[], '127.0.0.1', false],
    [['10.1.0.0/16', 'fd00::/8'], '10.1.255.3', true],
    [['10.1.0.0/16', 'fd00::/8'], '::ffff:10.1.255.3', true],
    [['10.1.0.0/16', 'fd00::/8'], '10.2.0.1', false],
    [['10.1.0.0/16', 'fd00::/8'], 'fd12::1', true],
    [['192.0.2.1'], '192.0.2.1', true],
    [['192.0.2.1'], 'rubbish', false],
  ])('%j of %s: %s', (list, address, believed) => {
    expect(createBelief(list)(address)).toBe(believed);
  });
});

describe('who came', () => {
  const believes = createBelief(['loopback', '10.1.0.0/16']);
  it.each<[string | null, string, string]>([
    [null, '192.0.2.7', '192.0.2.7'],
    [null, '::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7', '127.0.0.1', '192.0.2.7'],
    // What the browser itself wrote before is not looked at.
    ['203.0.113.9, 192.0.2.7', '127.0.0.1', '192.0.2.7'],
    ['203.0.113.9, 192.0.2.7, 10.1.0.4', '127.0.0.1', '192.0.2.7'],
    ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
    ['', '127.0.0.1', '127.0.0.1'],
  ])('%s from %s: %s', (said, remote, client) => {
    expect(clientOf(said, remote, believes)).toBe(client);
  });
});
