import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/file';
import { problemSentence } from '../../server/config/problem';
import { variable } from '../../server/config/yaml-source';
import { lines, problemsOf, yaml } from '../support/lab-yaml';

describe('a bad file is refused with file, line, key and a sentence', () => {
  const N = 'clusters[0].nodes[0]';
  const cases: [string, Partial<typeof lines>, string[]][] = [
    [
      'a typo in a key',
      { domain: '        domian: lab.example' },
      [`7: ${N}.domian: is not a known key; did you mean domain?`],
    ],
    [
      'a key from nowhere',
      { more: '        colour: red' },
      [
        `13: ${N}.colour: is not a known key here; known are key, name, domain, account, transports, resource, tls, policy, allowPlainWithoutTls, watch, tags`,
      ],
    ],
    [
      'a misspelt transport',
      { websocket: '          webscoket: { url: ws://a/b }', bosh: '', tcp: '' },
      [`10: ${N}.transports.webscoket: is not a known key; did you mean websocket?`],
    ],
    [
      'no transport',
      { transports: '        transports: {}', websocket: '', bosh: '', tcp: '' },
      [`9: ${N}.transports: needs at least one of websocket, bosh, tcp`],
    ],
    [
      'a bad URL',
      { bosh: '          bosh: { url: "127.0.0.1:5280/http-bind" }' },
      [`11: ${N}.transports.bosh.url: is not a URL; it looks like http://host:port/path or https://host:port/path`],
    ],
    [
      'a WebSocket at http',
      { websocket: '          websocket: { url: http://a/b }' },
      [
        `10: ${N}.transports.websocket.url: begins with http: here it must be ws://host:port/path or wss://host:port/path`,
      ],
    ],
    [
      'credentials in a URL',
      { bosh: '          bosh: { url: "http://bob:hunter2@a/b" }' },
      [`11: ${N}.transports.bosh.url: holds a user name or password; these belong under account`],
    ],
    [
      'a variable that is not set',
      { account: `        account: { username: holdfast, password: ${variable('NO_SUCH')} }` },
      [`8: ${N}.account.password: needs the environment variable NO_SUCH, which is not set`],
    ],
    [
      'a variable with a bad name',
      { account: `        account: { username: holdfast, password: "${variable('a-b')}" }` },
      [
        `8: ${N}.account.password: holds a $ and { without a name: write ${variable('NAME')} with letters, digits and _ only`,
      ],
    ],
    [
      'resource desktop',
      { more: '        resource: Desktop' },
      [
        `13: ${N}.resource: must not be desktop: that is the resource of an agent’s own desktop, and signing in with it would disconnect the agent`,
      ],
    ],
    [
      'a whole JID as user',
      { account: '        account: { username: bob@lab.example, password: "x" }' },
      [`8: ${N}.account.username: must be the user name alone: the part before @, without domain or resource`],
    ],
    [
      'a host with a port',
      { tcp: '          tcp: { host: "lab.example:5222" }' },
      [`12: ${N}.transports.tcp.host: holds a port; the port has a key of its own`],
    ],
    [
      'a port out of range',
      { tcp: '          tcp: { host: a, port: 70000 }' },
      [`12: ${N}.transports.tcp.port: must be from 1 to 65535`],
    ],
    [
      'a wrong word',
      { tcp: '          tcp: { host: a, security: ssl }' },
      [`12: ${N}.transports.tcp.security: must be one of starttls, tls, none`],
    ],
    [
      'half a second',
      { more: '        policy: { pingIntervalS: 2.5 }' },
      [`13: ${N}.policy.pingIntervalS: must be a whole number of seconds`],
    ],
    [
      'a time in words',
      { more: '        policy: { pingTimeoutS: 10s }' },
      [`13: ${N}.policy.pingTimeoutS: must be a whole number of seconds`],
    ],
    [
      'a bad pin',
      { more: '        tls: { pin: "sha256/abc" }' },
      [`13: ${N}.tls.pin: must look like sha256/ and 44 characters of base64: the SHA-256 of the certificate`],
    ],
    [
      'a missing CA file',
      { more: '        tls: { ca: ./lab-ca.pem }' },
      [`13: ${N}.tls.ca: cannot be read (there is no such file)`],
    ],
    [
      'allow-plain in vague words',
      { more: '        allowPlainWithoutTls: "yes"' },
      [`13: ${N}.allowPlainWithoutTls: must be true or false`],
    ],
    ['a kind from nowhere', { kind: '    kind: teams' }, ['4: clusters[0].kind: must be one of xmpp, finesse']],
    ['a misspelt kind', { kind: '    knid: xmpp' }, ['4: clusters[0].knid: is not a known key; did you mean kind?']],
    ['no kind', { kind: '' }, ['3: clusters[0].kind: is missing: one of xmpp, finesse']],
    ['a key twice', { more: '        domain: other.example' }, ['13: is not valid YAML: Map keys must be unique']],
    [
      'a name without letters',
      { name: '      - name: "!!!"' },
      [`6: ${N}.name: leaves no letter or digit for a key; add key: with a-z, 0-9`],
    ],
    [
      'a key in capitals',
      { name: '      - name: a\n        key: A!' },
      [`7: ${N}.key: a key is 1 to 64 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit`],
    ],
  ];
  it.each(cases)('%s', (_, changes, expected) => {
    expect(problemsOf(yaml(changes))).toEqual(expected.map((sentence) => `holdfast.yaml:${sentence}`));
  });

  it('two clusters of one name, and two nodes of one name or key', () => {
    const node = (name: string) =>
      [lines.name.replace('prosody', name), lines.domain, lines.account, lines.transports, lines.tcp].join('\n');
    const text = `${yaml()}\n${node('prosody')}\n${node('PROSODY')}\n  - name: Lab\n    kind: xmpp\n    nodes:\n${node('a')}`;
    expect(problemsOf(text)).toEqual([
      'holdfast.yaml:14: clusters[0].nodes[1].name: is already the name of clusters[0].nodes[0] (line 6)',
      'holdfast.yaml:19: clusters[0].nodes[2].name: stands for the key prosody, which clusters[0].nodes[0] (line 6) has already; give one of them a key of its own',
      'holdfast.yaml:24: clusters[1].name: is already the name of clusters[0] (line 3)',
    ]);
  });

  it('two nodes that would throw each other out', () => {
    const resource = '        resource: night-watch';
    const node = [
      lines.name.replace('prosody', 'twin'),
      lines.domain,
      lines.account,
      lines.transports,
      lines.tcp,
      resource,
    ].join('\n');
    expect(problemsOf(yaml({ websocket: '', bosh: '', more: `${resource}\n${node}` }))).toEqual([
      'holdfast.yaml:19: clusters[0].nodes[1].resource: makes lab/twin/tcp and lab/prosody/tcp sign in under one full JID, so that each would throw the other out; choose another or leave it out',
    ]);
  });

  it('everything at once, in the order of the lines', () => {
    const text = yaml({
      domain: '        domian: lab.example',
      account: `        account: { username: holdfast, password: ${variable('NO_SUCH')} }`,
      bosh: '          bosh: { url: nowhere }',
      more: '        resource: desktop\n        tls: { ca: gone.pem }',
    });
    expect(problemsOf(text).map((sentence) => sentence.split(': ').slice(0, 2).join(' '))).toEqual([
      `holdfast.yaml:7 ${N}.domian`,
      `holdfast.yaml:8 ${N}.account.password`,
      `holdfast.yaml:11 ${N}.transports.bosh.url`,
      `holdfast.yaml:13 ${N}.resource`,
      `holdfast.yaml:14 ${N}.tls.ca`,
    ]);
  });

  it.each([
    ['a list', '- a', 'holdfast.yaml:1: must hold keys: clusters'],
    ['no clusters', 'clusters: []', 'holdfast.yaml:1: clusters: must not be empty: at least one of clusters is needed'],
    ['broken YAML', 'clusters:\n  - name: [', /^holdfast\.yaml:2: is not valid YAML: /],
    ['an abyss', `clusters:\n  - ${'['.repeat(100_000)}`, 'holdfast.yaml:2: is nested far too deeply'],
    ['a bomb of aliases', bomb(), 'holdfast.yaml:1: repeats its anchors far too often'],
  ])('%s', (_, text, expected) => {
    const [first, ...rest] = problemsOf(text);
    expect(first).toMatch(expected);
    expect(rest).toEqual([]);
  });

  it('a file that is not there', () => {
    expect(problemsOf(yaml())).toEqual(['accepted']);
    const missing = loadConfig('/elsewhere/holdfast.yaml', {}, { instanceId: 'abc123', cwd: '/site' });
    expect(missing.ok ? [] : missing.problems.map(problemSentence)).toEqual([
      '/elsewhere/holdfast.yaml: cannot be read (there is no such file)',
    ]);
  });

  it.each(['*planted-pass', '!planted-pass', '@planted-pass', '"x" planted-pass', '|planted-pass', '&a *planted-pass'])(
    'never echoes a password that is no YAML: %s',
    (password) => {
      const problems = problemsOf(yaml({ account: `        account: { username: holdfast, password: ${password} }` }));
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.join('\n')).not.toContain('planted');
    },
  );

  it('never echoes a value, which may be a secret', () => {
    const text = yaml({
      account: `        account: { username: "a@${variable('LAB_PASSWORD')}", password: "x" }`,
      bosh: `          bosh: { url: "${variable('LAB_PASSWORD')}" }`,
    });
    expect(problemsOf(text).join('\n')).not.toContain('pa}ss');
    expect(problemsOf(text)).toHaveLength(2);
  });
});

function bomb(): string {
  const layers = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
  return ['l0: &l0 [x, x]', ...layers].join('\n');
}
