/** What was set up in the pages beside the file: who wins, what is left out and told, and that its secrets are never seen. */
import { describe, expect, it } from 'vitest';
import type { ItemKind } from '#contract';
import { loadConfig } from '../../server/config/file';
import { type OwnItem, ownItemsOf, sealedItem } from '../../server/config/own-items';
import { problemSentence } from '../../server/config/problem';
import { keyringOf } from '../../server/config/sealing';
import { FILE, variables, yaml } from '../support/lab-yaml';

const node = (name: string, more = {}) => ({
  ...{ name, domain: `${name}.example`, account: { username: 'holdfast', password: 'planted-secret' } },
  ...{ transports: { tcp: { host: '127.0.0.1' } }, ...more },
});
const cluster = (name: string, more = {}) => ({
  name,
  kind: 'xmpp',
  nodes: [node(`${name.toLowerCase()}-1`)],
  ...more,
});
const own = (kind: ItemKind, key: string, body: unknown): OwnItem => ({
  ...{ kind, key, body, problem: null, changedAt: 1, changedBy: 'ann@example.com' },
});

function load(items: OwnItem[], file: string | null = yaml()) {
  const readText = () => (file === null ? { ok: false as const, code: 'none' } : { ok: true as const, text: file });
  const deps = { instanceId: 'abc123', cwd: '/site', readText, own: items };
  const result = loadConfig(file === null ? null : FILE, variables, deps);
  if (!result.ok) throw new Error(result.problems.map(problemSentence).join('\n'));
  return result;
}
const faultsOf = (items: OwnItem[], file?: string | null) =>
  load(items, file).own.map(({ kind, key, faults }) =>
    [`${kind} ${key}`, ...faults.map(({ path, message }) => `${path}: ${message}`)].join(' | '),
  );

describe('what was set up in the pages', () => {
  it('stands beside the file, or alone', () => {
    const items = [own('cluster', 'site', cluster('Site')), own('setting', 'history', { nameDays: 10 })];
    expect(load(items).config.targets.map(({ key }) => key)).toContain('site/site-1/tcp');
    expect(load(items, null).config.targets.map(({ key }) => key)).toEqual(['site/site-1/tcp']);
    expect(load(items, null).config.history.nameDays).toBe(10);
  });

  it('is left out where the file has the same', () => {
    expect(faultsOf([own('cluster', 'lab', cluster('Lab'))])).toEqual([
      'cluster lab | : stands in the configuration file as well, which comes first',
    ]);
  });

  it('never stops a start: what is wrong is left out, and says so', () => {
    const items = [
      own('cluster', 'a', cluster('A', { nodes: [node('x', { domain: undefined })] })),
      own('cluster', 'b', cluster('B')),
      own('channel', 'Pager', { name: 'Pager' }),
      own('setting', 'backup', { folder: '/x' }),
    ];
    const [a, b, pager, backup] = faultsOf(items, null);
    expect(a).toBe('cluster a | nodes[0].domain: is missing');
    expect(b).toBe('cluster b');
    expect(pager).toMatch(/^channel Pager \| : needs exactly one of /);
    expect(backup).toMatch(/^setting backup/);
    expect(load(items, null).config.targets).toHaveLength(1);
  });

  it('is judged with the file as a whole', () => {
    const [twin] = faultsOf([own('cluster', 'lab-2', cluster('Lab', { key: 'lab-2' }))]);
    expect(twin).toBe('cluster lab-2 | name: is already the name of clusters[0] (line 3)');
    const two = [own('cluster', 'a', cluster('A')), own('cluster', 'b', cluster('A', { key: 'b' }))];
    expect(faultsOf(two, null)[1]).toBe('cluster b | name: is already the name of clusters[0] (the pages)');
  });

  it('never tells a secret, whatever is wrong beside it', () => {
    const bad = cluster('A', { nodes: [node('x', { account: { username: 7, password: 'planted-secret' }, nmae: 1 })] });
    const result = load([
      own('cluster', 'a', bad),
      own('channel', 'P', { name: 'P', slack: { url: 'planted-secret' } }),
    ]);
    expect(result.own.every(({ faults }) => faults.length > 0)).toBe(true);
    expect(JSON.stringify([result.own, result.config, result.warnings])).not.toContain('planted-secret');
  });
});

describe('sealed', () => {
  const ring = keyringOf([new Uint8Array(32).fill(7)]);
  const item = own('cluster', 'site', cluster('Site', { nodes: [node('one'), node('two')] }));

  it('a body holds names in the place of secrets, and opens as it was', () => {
    const { item: stored, secrets } = sealedItem(item, ring);
    expect(JSON.stringify([stored, secrets])).not.toContain('planted-secret');
    expect(secrets.map(({ name }) => name)).toEqual([
      'cluster/site/nodes/one/account/password',
      'cluster/site/nodes/two/account/password',
    ]);
    const settings = { revision: 1, items: [stored], secrets: secrets.map((s) => ({ ...s, changedAt: 1 })) };
    expect(ownItemsOf(settings, ring)).toEqual([item]);
  });

  it('a secret opens only under its name and its key; otherwise it has to be given again', () => {
    const { item: stored, secrets } = sealedItem(item, ring);
    const [one, two] = secrets;
    if (one === undefined || two === undefined) throw new Error('two secrets were sealed');
    expect(ring.open({ ...one, name: two.name })).toBeNull();
    expect(ring.open({ ...one, sealed: `${one.sealed.slice(0, -2)}AA` })).toBeNull();
    const other = keyringOf([new Uint8Array(32).fill(8)]);
    const settings = { revision: 1, items: [stored], secrets: secrets.map((s) => ({ ...s, changedAt: 1 })) };
    const opened = ownItemsOf(settings, other);
    expect(faultsOf(opened, null)).toEqual([
      'cluster site | : needs a secret to be given again: the key that it was sealed with is not here',
    ]);
  });

  it('a secret of another place opens nothing, whatever an item says', () => {
    const { item: stored, secrets } = sealedItem(item, ring);
    const [one = '', two = ''] = secrets.map(({ name }) => name);
    const moved = { ...stored, body: stored.body.replace(one, two) };
    const settings = { revision: 1, items: [moved], secrets: secrets.map((s) => ({ ...s, changedAt: 1 })) };
    expect(faultsOf(ownItemsOf(settings, ring), null)).toEqual([
      expect.stringMatching(/^cluster site .*needs a secret/),
    ]);
  });
});
