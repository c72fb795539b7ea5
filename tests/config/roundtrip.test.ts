/** Any valid configuration, out as a file without secrets and in again with them, is the same configuration. */
import { expect, test } from 'vitest';
import { ruleShapeOf } from '../../server/config/alerting-shape';
import { exportedYaml } from '../../server/config/export';
import { loadConfig } from '../../server/config/file';
import { importOf } from '../../server/config/import';
import { problemSentence } from '../../server/config/problem';
import { rulesOf } from '../../server/config/rules';
import { saysTheSame } from '../../server/config/same';
import { mapSecrets, placeOf } from '../../server/config/secret-places';
import { fileItems } from '../../server/config/view';
import { findingsOf } from '../../server/config/whole';
import { defaultRules } from '../../server/domain/alert/rules';
import { createVirtualTime } from '../../server/time/virtual-time';

const deps = { instanceId: 'abc123', folder: '/', readText: () => ({ ok: false as const, code: 'none' }), known: [] };

/** Choices of one configuration: the same seed makes the same. */
function choices(seed: number) {
  let state = seed + 1;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const below = (n: number) => Math.floor(random() * n);
  return {
    below,
    one: <T>(values: readonly T[]): T => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('nothing to choose from');
      return value;
    },
    maybe: (key: string, value: unknown) => (random() < 0.5 ? { [key]: value } : {}),
    many: <T>(most: number, make: (n: number) => T): T[] => Array.from({ length: below(most + 1) }, (_, n) => make(n)),
  };
}

/** Texts that YAML might take for something else. */
const nasty = ['true', '007', '- a: b', '# no', "it's", 'x\ny', ' «é» ', '{{title}}', '1e3', '@at', '"', 'null', '~'];

function anyConfiguration(seed: number): Record<string, unknown> {
  const { one, maybe, many, below } = choices(seed);
  const password = () => `${one(nasty)}-${below(1e6)}`;
  const text = () => `${one(['A', 'Ü'])}${one(nasty.filter((t) => !t.includes('\n')))}${below(1e6)}`;
  const policy = { pingIntervalS: 1 + below(60), pingRetries: below(5) };
  const node = (n: number) => ({
    ...{
      key: `n${n}`,
      name: `${text()} ${n}`,
      domain: `n${n}.example`,
      account: { username: `u${n}`, password: password() },
    },
    transports: {
      ...{
        tcp: { host: '127.0.0.1', ...maybe('port', 1 + below(65_535)), ...maybe('security', one(['tls', 'none'])) },
      },
      ...maybe('websocket', { url: `wss://h${n}.example:7443/ws`, ...maybe('expect', 'optional') }),
    },
    ...maybe('tags', ['007', 'true', `t${below(9)}`]),
    ...{ ...maybe('resource', text()), ...maybe('policy', policy), ...maybe('allowPlainWithoutTls', true) },
    ...maybe('watch', [
      `p${n}@n${n}.example`,
      { team: `Team ${n}`, people: [{ jid: `q${n}@n${n}.example`, name: text() }] },
    ]),
  });
  const xmpp = (n: number) => ({
    ...{ name: `${text()} x${n}`, key: `x${n}`, kind: 'xmpp', nodes: [{ ...node(0), watch: undefined }, node(1)] },
    ...{ ...maybe('policy', policy), ...maybe('tags', ['1e3', 'null']) },
  });
  const server = (side: string, n: number) => ({
    ...{ host: `${side}${n}.example`, account: { username: `${side}${n}`, password: password() } },
    ...{ ...maybe('port', 8446), ...maybe('budget', { requestsPerMinute: 60 }), ...maybe('tls', { pin: PIN }) },
    ...{
      ...maybe('administrator', { username: `adm${side}`, password: password() }),
      ...maybe('tags', [`side-${side}`]),
    },
  });
  const finesse = (n: number) => ({
    ...{ name: `Finesse ${n}`, kind: 'finesse', servers: { A: server('a', n), ...maybe('B', server('b', n)) } },
    ...{
      ...maybe('load', one([0, 1])),
      ...maybe('sites', [{ site: text(), extensions: ['0100-0199'], logins: ['007'] }]),
    },
  });
  const way = () =>
    one([
      {
        webhook: {
          url: 'https://w.example/a',
          headers: {
            Authorization:
              password()
                .trim()
                .replace(/[^ -~]/g, '') || 'x',
          },
          body: { t: text() },
        },
      },
      { slack: { url: 'https://s.example/b' } },
      { webex: { token: password().trim(), room: text() } },
      {
        email: {
          host: 'm.example',
          from: 'a@b.example',
          to: ['c@d.example'],
          username: 'u',
          password: password().trim(),
        },
      },
      { ntfy: { url: 'https://n.example/topic', ...maybe('token', 'tk') } },
    ]);
  const channel = (n: number) => ({
    name: `${text().trim()} ${n}`,
    ...way(),
    ...maybe('from', 'page'),
    ...maybe('remindMin', 5),
  });
  const clusters = [...many(3, xmpp), ...many(2, finesse)];
  const channels = many(3, channel);
  const notify = {
    ...{
      ...maybe('publicUrl', 'https://h.example'),
      ...maybe('heartbeat', { url: 'https://b.example/x', everyS: 30 }),
    },
    ...maybe('serviceHours', { days: ['mon'], from: '00:00', to: '24:00', zone: 'Europe/Paris' }),
    ...(channels.length === 0 ? {} : { channels }),
  };
  return JSON.parse(
    JSON.stringify({
      ...(clusters.length === 0 ? {} : { clusters }),
      ...maybe('notify', notify),
      ...{ ...maybe('history', { nameDays: 1 + below(30) }), ...maybe('privacy', { smallestTeam: 5 + below(5) }) },
    }),
  );
}
const PIN = `sha256/${'A'.repeat(43)}=`;

function built(value: Record<string, unknown>) {
  const own = fileItems(value).map((item) => ({ ...item, problem: null, changedAt: 1, changedBy: 'ann' }));
  const loaded = loadConfig(null, {}, { ...deps, own });
  if (!loaded.ok) throw new Error(loaded.problems.map(problemSentence).join('\n'));
  expect(loaded.own.flatMap(({ key, faults }) => faults.map((f) => `${key} ${f.path} ${f.message}`))).toEqual([]);
  return loaded;
}

/** Keys sort what is set up in the pages; the order of a file says nothing. */
const inOrder = ({ config }: ReturnType<typeof built>) => ({
  ...config,
  targets: [...config.targets].sort((a, b) => (a.key < b.key ? -1 : 1)),
  finesse: [...config.finesse].sort((a, b) => (a.key < b.key ? -1 : 1)),
  watches: [...config.watches].sort((a, b) =>
    `${a.clusterKey}/${a.nodeKey}` < `${b.clusterKey}/${b.nodeKey}` ? -1 : 1,
  ),
  notify: { ...config.notify, channels: [...config.notify.channels].sort((a, b) => (a.name < b.name ? -1 : 1)) },
});

test('any configuration is the same after it went out and came in', () => {
  for (let seed = 0; seed < 60; seed++) {
    const value = anyConfiguration(seed);
    const before = built(value);
    const { yaml, names } = exportedYaml({ whole: before.whole, rules: [], windows: [] });
    // The variables' values, in the order in which the export met them.
    const texts: string[] = [];
    const items = fileItems(before.whole);
    for (const kind of ['cluster', 'channel', 'setting'])
      for (const item of items.filter((one) => one.kind === kind))
        mapSecrets(item.body, placeOf(item), (text) => texts.push(String(text)));
    expect(names).toHaveLength(texts.length);
    for (const text of texts.filter((t) => t.length > 6)) expect(yaml).not.toContain(text);
    const secrets = Object.fromEntries(names.map((name, n) => [name, texts[n] ?? '']));

    const time = createVirtualTime();
    const read = importOf({
      ...{ own: [], file: {}, yaml, secrets, at: 1, actor: 'ann', newId: () => time.uuid() },
      judge: (whole, source, known) => findingsOf(whole, (path) => `line ${source.lineOf(path)}`, { ...deps, known }),
    });
    if (!read.ok) throw new Error(`${seed}: ${JSON.stringify(read.problems)}\n${yaml}`);
    expect([read.imported.missing, read.imported.problems]).toEqual([[], []]);
    const loaded = loadConfig(null, {}, { ...deps, own: read.imported.change.own });
    if (!loaded.ok) throw new Error('what was imported is refused');
    expect(saysTheSame(inOrder(loaded), inOrder(before)), `seed ${seed}\n${yaml}`).toBe(true);
  }
});

test('every rule that comes with Holdfast can be said in the words of the file', () => {
  for (const rule of defaultRules) {
    const { rules, findings } = rulesOf([JSON.parse(JSON.stringify(ruleShapeOf(rule)))], () => '');
    expect(findings).toEqual([]);
    const { origin: _, severityOutsideHours, ...rest } = rule;
    expect(rules[0]).toMatchObject({ ...rest, severityOutsideHours: severityOutsideHours ?? null });
  }
});
