/** The forms know every key of holdfast.yaml, and what they send passes its shape. */
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { channelKinds } from '#contract';
import { channelFields } from '../../../components/settings/channels/fields';
import { finesseFields, xmppFields } from '../../../components/settings/clusters/fields';
import type { Field } from '../../../components/settings/form/fields';
import { bodyOf, faultsOf } from '../../../components/settings/form/tidy';
import { type Tree, withValue } from '../../../components/settings/form/tree';
import { notifyFields } from '../../../components/settings/notify/fields';
import { retentionFields, usualRetention } from '../../../components/settings/retention/fields';
import { fileShape } from '../../../server/config/shape';
import { finesseKeys, serverShape } from '../../../server/config/shape-finesse';
import { usualHistory } from '../../../server/config/shape-history';

/** Every path of a form down to its single fields, lists as `[]`. */
function pathsOf(fields: readonly Field[], at = ''): string[] {
  return fields.flatMap((field): string[] => {
    const path = at === '' ? field.key : `${at}.${field.key}`;
    switch (field.as) {
      case 'one-of':
        return pathsOf(field.fields, at);
      case 'group':
        return pathsOf(field.fields, path);
      case 'list':
        return pathsOf(field.fields, `${path}[]`);
      default:
        return [path];
    }
  });
}

const firstSteps = (paths: readonly string[], under = ''): string[] => [
  ...new Set(paths.filter((p) => p.startsWith(under)).map((p) => p.slice(under.length).split(/[.[]/)[0] ?? '')),
];

test('a Finesse cluster: every key but its kind', () => {
  const paths = pathsOf(finesseFields);
  expect(firstSteps(paths).sort()).toEqual(Object.keys(finesseKeys).sort());
  expect(firstSteps(paths, 'servers.A.').sort()).toEqual(Object.keys(serverShape.shape).sort());
  expect(firstSteps(paths, 'servers.B.').sort()).toEqual(Object.keys(serverShape.shape).sort());
});

/** What somebody types who fills in what is needed. */
function filled(fields: readonly Field[], start: Tree): Tree {
  return Object.entries(faultsOf(fields, start)).reduce((tree, [path]) => {
    const steps = path
      .split(/[.[\]]+/)
      .filter((s) => s !== '')
      .map((s) => (/^\d+$/.test(s) ? Number(s) : s));
    return withValue(tree, steps, samples[String(steps.at(-1))] ?? 'something');
  }, start);
}
const samples: Record<string, Tree> = {
  host: 'fin-a.example.com',
  domain: 'lab.example',
  password: 'pw',
  url: 'https://hooks.example.com/x',
  from: 'holdfast@example.com',
  to: 'it@example.com',
  token: 't',
  routingKey: 'k',
};

/** Secrets as they stand in the file. */
const asFile = (file: Record<string, unknown>): z.ZodSafeParseResult<unknown> => fileShape.safeParse(file);

test('what is needed is enough: a Finesse cluster, an XMPP service', () => {
  const finesse = filled(finesseFields, { kind: 'finesse', servers: { A: {} } });
  const start: Tree = { kind: 'xmpp', nodes: [{ transports: { tcp: {} } }] };
  const clusters = [bodyOf(finesseFields, finesse), bodyOf(xmppFields, filled(xmppFields, start))];
  expect(asFile({ clusters }).error?.issues ?? []).toEqual([]);
});

describe('what is needed is enough for a channel', () => {
  test.each(channelKinds)('%s', (kind) => {
    const fields = channelFields(kind);
    const body = bodyOf(fields, filled(fields, kind === 'xmpp' ? { xmpp: { tcp: {} } } : { [kind]: {} }));
    const clusters = [{ kind: 'finesse', name: 'x', servers: { A: { host: 'a.example', account: account } } }];
    expect(asFile({ clusters, notify: { channels: [body] } }).error?.issues ?? []).toEqual([]);
  });
});
const account = { username: 'u', password: 'p' };

test('retention: every key, with what is usual', () => {
  expect(pathsOf(retentionFields).map((p) => p.replace('history.', ''))).toEqual(Object.keys(usualRetention));
  expect(usualRetention).toEqual(usualHistory);
});

test('notices: every key of the file that exists once', () => {
  expect(pathsOf(notifyFields)).toEqual([
    ...['publicUrl', 'heartbeat.url', 'heartbeat.everyS'],
    ...['serviceHours.days', 'serviceHours.from', 'serviceHours.to', 'serviceHours.zone'],
  ]);
});
