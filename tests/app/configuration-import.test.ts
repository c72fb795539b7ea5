/** The whole configuration out of one installation and into an empty one: the same is watched, told and kept. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ConfigImport, type ConfigImported, completeRule, configImported, type Viewer } from '#contract';
import { saysTheSame } from '../../server/config/same';
import { defaultRules } from '../../server/domain/alert/rules';
import { tempDatabase, tempFolder } from '../support/temp-database';

const asking = vi.hoisted(() => ({ viewer: null as Viewer | null }));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asking.viewer }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));

const exported = await import('../../app/api/v1/configuration/export/route');
const imported = await import('../../app/api/v1/configuration/import/route');
const changing = await import('../../app/api/v1/configuration/route');
const { configuration, settingsStore } = await import('../../app/lib/configuration');
const { env } = await import('../../app/lib/env');

const address = 'http://holdfast.test/api/v1/configuration';
const SECRET = 'planted-Secret-2';

/** An installation of its own, which the routes speak for from now on. */
async function installation(file: string | null): Promise<void> {
  await close();
  const [{ url }, dataDir] = [await tempDatabase(), tempFolder()];
  writeFileSync(join(dataDir, 'instance-id'), 'abc123');
  const configFile = file === null ? null : join(dataDir, 'holdfast.yaml');
  if (configFile !== null) writeFileSync(configFile, file ?? '');
  Object.assign(env(), { databaseUrl: url, dataDir, configFile, workerUrl: 'http://127.0.0.1:9' });
  asking.viewer = {
    id: 'a',
    actor: 'ann@example.com',
    name: 'Ann',
    role: 'administrator',
    teams: null,
    via: 'sign-in',
  };
}
async function close(): Promise<void> {
  await (await globalThis.holdfastSettings)?.close();
  await (await globalThis.holdfastPeople)?.people.close();
  globalThis.holdfastSettings = undefined;
  globalThis.holdfastPeople = undefined;
  globalThis.holdfastConfiguration = undefined;
}
afterEach(close);

const yamlOf = async () => (await exported.GET(new Request(`${address}/export`))).text();
const posted = (body: unknown) =>
  new Request(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
async function take(body: ConfigImport): Promise<{ status: number; answer: unknown }> {
  const answer = await imported.POST(posted(body));
  return { status: answer.status, answer: await answer.json() };
}
const dry = async (body: ConfigImport): Promise<ConfigImported> => configImported.parse((await take(body)).answer);

const FILE = `
clusters:
  - name: Contact centre
    kind: finesse
    load: 1
    administrator: { username: admin, password: ${SECRET} }
    servers:
      A: { host: fin-a.example, account: { username: hold-a, password: ${SECRET} } }
      B: { host: fin-b.example, standby: expected, account: { username: hold-b, password: ${SECRET}b } }
    sites: [{ site: North, extensions: ["1000-1999"] }]
notify:
  serviceHours: { days: [mon, fri], from: "07:30", to: "18:00", zone: Europe/Paris }
  channels:
    - { name: Pager, webhook: { url: "https://pager.example/${SECRET}", headers: { X-Api-Key: ${SECRET} }, body: { text: "{{title}}" } } }
maintenance:
  - { name: Sundays, cluster: contact-centre, recurring: { cron: "0 22 * * sun", zone: Europe/Paris, lastsMin: 90 } }
rules:
  - { key: no-service, severity: ticket }
  - { name: Slow, when: { of: round-trip, quantile: 0.95, overMs: 500, windowMin: 5 }, outsideHours: in-page }
privacy: { smallestTeam: 6 }
backup: { everyDayAt: "02:30", keep: 5 }
signIn:
  oidc: { name: Us, issuer: "https://login.example", clientId: holdfast, clientSecret: ${SECRET}, defaultRole: supervisor }
`;
const lab = {
  ...{ name: 'Lab', kind: 'xmpp', watch: [{ team: 'Sales', people: ['ann@lab.example'] }] },
  nodes: [
    {
      ...{
        name: 'one',
        domain: 'lab.example',
        account: { username: 'holdfast', password: { secret: 'new', text: SECRET } },
      },
      transports: { tcp: { host: '127.0.0.1' }, websocket: { url: 'ws://127.0.0.1:5280/ws', expect: 'optional' } },
    },
  ],
};
const put = [
  { kind: 'cluster', key: 'lab', body: lab },
  { kind: 'setting', key: 'history', body: { nameDays: 12 } },
  {
    kind: 'setting',
    key: 'notify.heartbeat',
    body: { url: { secret: 'new', text: `https://beat.example/${SECRET}` } },
  },
];

/** One with a file, things that were set up in the pages, and rules made there. */
async function furnished(): Promise<void> {
  await installation(FILE);
  expect((await changing.POST(posted({ revision: 0, put }))).status).toBe(200);
  const [base] = defaultRules;
  if (base === undefined) throw new Error('rules come with Holdfast');
  await (await settingsStore()).save({
    ...{ revision: 1, at: 1, put: [], remove: [], forget: [] },
    alerting: { rules: [completeRule({ ...base, key: 'mine', name: 'Mine', forMs: 5_000 }, 'own')], windows: [] },
  });
}

/** Every variable with what stood there: they all hold the planted secret. */
function secretsFor(names: readonly string[], yaml: string): Record<string, string> {
  expect(yaml).not.toContain(SECRET);
  return Object.fromEntries(names.map((name) => [name, given[name] ?? SECRET]));
}
const given: Record<string, string> = {
  CONTACT_CENTRE_B_PASSWORD: `${SECRET}b`,
  PAGER_WEBHOOK_URL: `https://pager.example/${SECRET}`,
  HEARTBEAT_URL: `https://beat.example/${SECRET}`,
};
const NAMES = [
  ...['CONTACT_CENTRE_ADMINISTRATOR_PASSWORD', 'CONTACT_CENTRE_A_PASSWORD', 'CONTACT_CENTRE_B_PASSWORD'],
  ...['LAB_ONE_PASSWORD', 'PAGER_WEBHOOK_URL', 'PAGER_WEBHOOK_HEADERS_X_API_KEY', 'HEARTBEAT_URL'],
  'SIGN_IN_OIDC_CLIENT_SECRET',
];

describe('the whole configuration', () => {
  test('goes out without a secret and into an empty installation, which then is the same', async () => {
    await furnished();
    const yaml = await yamlOf();
    const before = await configuration();
    await installation(null);

    const asked = await dry({ revision: 0, yaml });
    expect([...asked.missing].sort()).toEqual([...NAMES].sort());
    expect(asked).toMatchObject({ revision: 0, problems: [], readOnly: [] });
    expect((await take({ revision: 0, yaml, dryRun: false })).status).toBe(422);

    const secrets = secretsFor(asked.missing, yaml);
    const compared = await dry({ revision: 0, yaml, secrets });
    expect(compared.missing).toEqual([]);
    expect(compared.differences.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      ...[
        'cluster contact-centre',
        'cluster lab',
        'channel Pager',
        'setting backup',
        'setting history',
        'setting notify.heartbeat',
      ],
      ...[
        'setting notify.serviceHours',
        'setting privacy',
        'setting signIn',
        'rule mine',
        'rule no-service',
        'rule slow',
        'window Sundays',
      ],
    ]);
    expect(JSON.stringify([asked, compared])).not.toContain(SECRET);
    expect((await take({ revision: 0, yaml, secrets, dryRun: false })).status).toBe(200);

    const after = await configuration();
    const own = await (await settingsStore()).alerting();
    const apart = { file: null, rules: [] };
    const same = (config: typeof after) => ({ ...config, ...apart, notify: { ...config.notify, maintenance: [] } });
    expect(saysTheSame(same(after), same(before))).toBe(true);
    expect(after.targets.map(({ key }) => key)).toEqual(['lab/one/tcp', 'lab/one/websocket']);
    const plain = (rules: typeof before.rules) => rules.map((rule) => ({ ...rule, origin: 'own' }));
    expect(own.rules).toEqual(expect.arrayContaining(plain(before.rules)));
    expect(own.windows).toMatchObject([{ name: 'Sundays', when: before.notify.maintenance[0]?.when }]);

    // What came in goes out the same, and once more in it changes nothing.
    expect(await yamlOf()).toBe(yaml.replace(/rules:[\s\S]*(?=\n\n# How long)/, rulesIn(await yamlOf())));
    expect((await dry({ revision: 1, yaml })).differences).toEqual([]);
  });

  test('an invalid file changes nothing, and says which line is wrong', async () => {
    await furnished();
    const revision = 2;
    const yaml =
      'clusters:\n  - name: Lab\n    kind: xmpp\n    nodes:\n      - name: one\n        domian: lab.example\n';
    const { problems } = await dry({ revision, yaml });
    expect(problems).toContainEqual({
      line: 6,
      path: 'clusters[0].nodes[0].domian',
      message: 'is not a known key; did you mean domain?',
    });
    const refused = await take({ revision, yaml, dryRun: false });
    expect(refused).toMatchObject({
      status: 422,
      answer: { errors: expect.arrayContaining([{ path: 'yaml:6', message: expect.any(String) }]) },
    });
    expect((await dry({ revision, yaml: 'clusters: [' })).problems).toMatchObject([{ line: 1 }]);
    expect((await configuration()).targets).toHaveLength(2);
    expect(await (await settingsStore()).revision()).toBe(revision);
  });

  test('what the file here has stays as it is there, and what is not in the import goes', async () => {
    await furnished();
    const yaml = (await yamlOf())
      .replace('standby: expected', 'port: 8446')
      .replace(/ {2}- name: Lab[\s\S]*?(?=\n\n)/, '');
    const { readOnly, differences, problems } = await dry({ revision: 2, yaml });
    expect(problems).toEqual([]);
    expect(readOnly).toEqual([
      { kind: 'cluster', key: 'contact-centre', path: 'servers.B.standby', was: 'expected', is: null },
      { kind: 'cluster', key: 'contact-centre', path: 'servers.B.port', was: null, is: '8446' },
    ]);
    expect(differences).toMatchObject([{ kind: 'cluster', key: 'lab', path: '', is: null }]);
  });
});

/** Rules of the file and of the pages are told in another order once all are of the pages. */
function rulesIn(yaml: string): string {
  return /rules:[\s\S]*(?=\n\n# How long)/.exec(yaml)?.[0] ?? '';
}
