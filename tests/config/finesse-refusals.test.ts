/** holdfast.yaml of kind finesse: what would do harm, or make no sense, is refused with its line. */
import { describe, expect, it } from 'vitest';
import { type finesseLines, finesseYaml } from '../support/finesse-yaml';
import { problemsOf } from '../support/lab-yaml';

const A = 'clusters[0].servers.A';
const B = 'clusters[0].servers.B';
const account = (username: string) => `account: { username: ${username}, password: "x" }`;

describe('a Finesse pair is refused for', () => {
  const cases: [string, Partial<typeof finesseLines>, string[]][] = [
    ['nothing', {}, []],
    [
      'one account on both sides, however it is written',
      { accountB: `        ${account('HOLDFAST-A')}` },
      [
        `14: ${B}.account.username: is the account of server A too (line 10): Finesse tells by its connection on which side an account is, so that each server needs one of its own`,
      ],
    ],
    [
      'an administrator who also holds a session',
      { administrator: `    administrator: { username: Holdfast-B, password: "x" }` },
      [
        '6: clusters[0].administrator.username: is the account of server B too (line 14): the administrator is asked on both servers, so it must hold no session',
      ],
    ],
    [
      'a server’s own administrator who holds the other’s session',
      { moreA: `        administrator: { username: holdfast-b, password: "x" }` },
      [
        `11: ${A}.administrator.username: is the account of server B too (line 14): the administrator is asked on both servers, so it must hold no session`,
      ],
    ],
    [
      'resource desktop',
      { moreA: '        resource: desktop' },
      [
        `11: ${A}.resource: must not be desktop: that is the resource of an agent’s own desktop, and signing in with it would disconnect the agent`,
      ],
    ],
    [
      'an address instead of a name',
      { hostA: '        host: 10.1.2.3' },
      [`9: ${A}.host: is an address; the certificate is for a name, so write the server’s full name`],
    ],
    [
      'an IPv6 address',
      { hostA: '        host: "fd00::7"' },
      [`9: ${A}.host: is an address; the certificate is for a name, so write the server’s full name`],
    ],
    [
      'a URL as host',
      { hostA: '        host: https://fin-a.example' },
      [`9: ${A}.host: is a URL; only the host name or address belongs here`],
    ],
    [
      'one server as both sides',
      { hostB: '        host: FIN-A.example\n        port: 8445' },
      [`13: ${B}.host: and its port are those of ${A} already (line 9)`],
    ],
    ['no side A', { a: '', hostA: '', accountA: '', moreA: '' }, ['12: clusters[0].servers.A: is missing']],
    ['no account', { accountA: '' }, [`9: ${A}.account: is missing`]],
    [
      'nodes instead of servers',
      { servers: '    nodes:' },
      [
        '7: clusters[0].nodes: is not a known key here; known are kind, key, name, load, administrator, connectedUsers, policy, servers, sites, tags',
        '3: clusters[0].servers: is missing',
      ],
    ],
    ['a third side', { b: '      C:' }, ['12: clusters[0].servers.C: is not a known key here; known are A, B']],
    ['LOAD 2', { load: '    load: 2' }, ['5: clusters[0].load: must be 0 or 1']],
    ['LOAD in words', { load: '    load: "off"' }, ['5: clusters[0].load: must be 0 or 1']],
    ['standby in other words', { moreA: '        standby: yes' }, [`11: ${A}.standby: must be one of expected`]],
    [
      'a place that is a path',
      { load: '    load: 0\n    connectedUsers: ../Users' },
      [
        '6: clusters[0].connectedUsers: must be one word of the path after ConnectedUsersInfo, or a question of the form ?name=value',
      ],
    ],
    [
      'a WebSocket without TLS',
      { moreA: '        transports: { websocket: { url: ws://fin-a.example:7071/ws/ } }' },
      [`11: ${A}.transports.websocket.url: begins with ws: here it must be wss://host:port/path`],
    ],
    [
      'TCP without TLS',
      { moreA: '        transports: { tcp: { security: none } }' },
      [`11: ${A}.transports.tcp.security: must be one of tls, starttls`],
    ],
    [
      'a URL and a port',
      { moreA: '        transports: { bosh: { url: https://a/http-bind/, port: 7443 } }' },
      [`11: ${A}.transports.bosh: has both url and port; the port is part of the URL, so choose one`],
    ],
    [
      'no transport at all',
      { moreA: '        transports: {}' },
      [`11: ${A}.transports: needs at least one of websocket, bosh, tcp; without the key they are found out`],
    ],
    [
      'a budget that nothing fits in',
      { moreA: '        budget: { requestsPerMinute: 2 }' },
      [`11: ${A}.budget.requestsPerMinute: must be from 10 to 6000 requests a minute`],
    ],
    [
      'keys that say the same',
      { moreA: '        key: b' },
      [`13: ${B}.key: stands for the key b, which ${A} (line 9) has already; give one of them a key of its own`],
    ],
    [
      'a missing CA file',
      { moreA: '        tls: { ca: ca.pem }' },
      [`11: ${A}.tls.ca: cannot be read (there is no such file)`],
    ],
  ];
  it.each(cases)('%s', (_, changes, expected) => {
    const sentences = expected.length === 0 ? ['accepted'] : expected.map((sentence) => `holdfast.yaml:${sentence}`);
    expect(problemsOf(finesseYaml(changes)).sort()).toEqual([...sentences].sort());
  });

  it('an account that a cluster of kind xmpp signs in with at the same server', () => {
    const old = (username: string) => [
      '  - name: Before',
      '    kind: xmpp',
      '    nodes:',
      '      - name: fin-a',
      '        domain: Fin-A.example',
      `        ${account(username)}`,
      '        transports: { tcp: { host: fin-a.example } }',
    ];
    expect(problemsOf(finesseYaml({ more: old('holdfast-b').join('\n') }))).toEqual([
      'holdfast.yaml:22: clusters[1].nodes[0].account.username: is the account of server B of Contact centre too (line 14): two sets of sessions of one account would throw each other out',
    ]);
    expect(problemsOf(finesseYaml({ more: old('holdfast-c').join('\n') }))).toEqual(['accepted']);
  });

  it('being in two clusters', () => {
    const twin = finesseYaml()
      .split('\n')
      .slice(2)
      .map((line) => line.replace('Contact centre', 'Another'));
    expect(problemsOf(finesseYaml({ more: twin.join('\n') }))).toEqual([
      `holdfast.yaml:23: clusters[1].servers.A.host: and its port are those of ${A} already (line 9)`,
      `holdfast.yaml:27: clusters[1].servers.B.host: and its port are those of ${B} already (line 13)`,
    ]);
  });
});

describe('the map of sites is refused for', () => {
  const S = 'clusters[0].sites[0]';
  const site = (rest: string) => `      - { site: Lyon, ${rest} }`;
  const cases: [string, string, string, string[]][] = [
    [
      'a range that runs backward',
      site('extensions: ["1999-1000"]'),
      '',
      [`16: ${S}.extensions[0]: runs backward: the smaller extension comes first`],
    ],
    [
      'ends of different length',
      site('extensions: ["999-1999"]'),
      '',
      [`16: ${S}.extensions[0]: must have as many digits at both ends`],
    ],
    [
      'words',
      site('extensions: [all]'),
      '',
      [`16: ${S}.extensions[0]: is not an extension or a range of them, as "1000-1999"`],
    ],
    [
      'numbers that lost their zeros',
      site('logins: [0017]'),
      '',
      [`16: ${S}.logins[0]: must be in quotes, as a number it would lose leading zeros`],
    ],
    [
      'a rule that fits nobody',
      '      - { site: Lyon }',
      '',
      [`16: ${S}: needs at least one of teams, extensions, logins`],
    ],
    [
      'extensions at two sites',
      site('extensions: ["1000-1999"]'),
      '      - { site: Porto, extensions: ["500-600", "1999-2999"] }',
      ['17: clusters[0].sites[1].extensions[1]: holds extensions that Lyon has already (line 16); who sits at both?'],
    ],
    [
      'a team at two sites',
      site('teams: [Billing]'),
      '      - { site: Porto, teams: [Sales, billing] }',
      ['17: clusters[0].sites[1].teams[1]: holds a team that Lyon has already (line 16); who sits at both?'],
    ],
    [
      'a login at two sites',
      site('logins: ["1001"]'),
      '      - { site: Porto, logins: ["1001"] }',
      ['17: clusters[0].sites[1].logins[0]: holds a login id that Lyon has already (line 16); who sits at both?'],
    ],
    ['nothing, when one site has two rules', site('teams: [a]'), '      - { site: Lyon, teams: [a] }', []],
    [
      'nothing, when lengths differ',
      site('extensions: ["1000-1999"]'),
      '      - { site: Porto, extensions: ["10000-19999"] }',
      [],
    ],
  ];
  it.each(cases)('%s', (_, line, more, expected) => {
    const sentences = expected.length === 0 ? ['accepted'] : expected.map((sentence) => `holdfast.yaml:${sentence}`);
    expect(problemsOf(finesseYaml({ site: line, more }))).toEqual(sentences);
  });
});
