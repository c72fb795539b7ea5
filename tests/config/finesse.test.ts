/** holdfast.yaml of kind finesse: what is accepted becomes clusters whose domain and ports may still be open. */
import { describe, expect, it } from 'vitest';
import { problemSentence } from '../../server/config/problem';
import type { FinesseClusterConfig, FinesseServerConfig } from '../../server/config/schema';
import { finesseLines, finesseYaml } from '../support/finesse-yaml';
import { load, variables } from '../support/lab-yaml';

function clusterOf(text: string): FinesseClusterConfig {
  const result = load(text);
  if (!result.ok) throw new Error(result.problems.map(problemSentence).join('\n'));
  const [cluster] = result.config.finesse;
  if (cluster === undefined) throw new Error('no Finesse cluster');
  return cluster;
}

function serverOf(text: string, index = 0): FinesseServerConfig {
  const server = clusterOf(text).servers[index];
  if (server === undefined) throw new Error('no such server');
  return server;
}

const warningsOf = (text: string): string[] => {
  const result = load(text);
  return result.ok ? result.warnings.map(problemSentence) : ['refused'];
};

describe('a Finesse pair', () => {
  it('has two servers, found at their names, with what Cisco’s desktop would use', () => {
    const { key, name, load: told, servers, connectedUsersPlace } = clusterOf(finesseYaml());
    expect({ key, name, told, connectedUsersPlace }).toEqual({
      ...{ key: 'contact-centre', name: 'Contact centre', told: 0, connectedUsersPlace: null },
    });
    expect(servers.map((s) => [s.side, s.nodeKey, s.nodeName, s.host, s.restPort, s.standbyExpected])).toEqual([
      ['A', 'a', 'fin-a', 'fin-a.example', 8445, true],
      ['B', 'b', 'fin-b', 'fin-b.example', 8445, false],
    ]);
    expect(servers.map((s) => s.transports)).toEqual([null, null]);
    expect(servers[0]?.resources).toEqual({
      tcp: 'holdfast-tcp-abc123',
      websocket: 'holdfast-websocket-abc123',
      bosh: 'holdfast-bosh-abc123',
    });
    expect(servers[0]?.budget).toEqual({ requestsPerMinute: 60, bytesPerMinute: 16 * 1024 * 1024 });
    expect(servers[0]?.policy.pingIntervalMs).toBe(10_000);
  });

  it('has no targets yet: its domain is the server’s to tell', () => {
    const result = load(finesseYaml());
    expect(result.ok && result.config.targets).toEqual([]);
  });

  it('keeps every password to itself', () => {
    const cluster = clusterOf(finesseYaml());
    expect(cluster.servers.map((s) => s.account.username)).toEqual(['holdfast-a', 'holdfast-b']);
    expect(cluster.servers.map((s) => s.administrator?.username)).toEqual(['chief', 'chief']);
    expect(cluster.servers[1]?.administrator?.password.reveal()).toBe(variables.LAB_PASSWORD);
    expect(JSON.stringify(cluster)).not.toContain('pa}ss');
  });

  it('may have an administrator of its own on each server, or none', () => {
    const own = '        administrator: { username: boss-a, password: "x" }';
    const cluster = clusterOf(finesseYaml({ moreA: own, administrator: '' }));
    expect(cluster.servers.map((s) => s.administrator?.username ?? null)).toEqual(['boss-a', null]);
  });

  it('may be a single server', () => {
    expect(clusterOf(finesseYaml({ b: '', hostB: '', accountB: '' })).servers.map((s) => s.side)).toEqual(['A']);
  });

  it('maps teams, extensions and logins to sites', () => {
    const another = '      - { site: Porto, extensions: ["20000-20999", "3001"] }';
    expect(clusterOf(finesseYaml({ more: another })).sites).toEqual([
      { site: 'Lyon', teams: ['Billing'], extensions: [{ from: '1000', to: '1999' }], loginIds: ['1001'] },
      {
        ...{ site: 'Porto', teams: [], loginIds: [] },
        extensions: [
          { from: '20000', to: '20999' },
          { from: '3001', to: '3001' },
        ],
      },
    ]);
  });

  it('takes names, keys, ports, budget, policy and the place of connected users from the file', () => {
    const text = finesseYaml({
      load: '    load: 1\n    connectedUsers: "?type=detail"\n    policy: { pingIntervalS: 20 }',
      moreA:
        '        key: east\n        name: East\n        port: 18445\n        budget: { requestsPerMinute: 30, megabytesPerMinute: 4 }\n        policy: { pingRetries: 1 }\n        resource: watch',
    });
    expect(clusterOf(text)).toMatchObject({ load: 1, connectedUsersPlace: '?type=detail' });
    expect(serverOf(text)).toMatchObject({
      ...{ nodeKey: 'east', nodeName: 'East', restPort: 18_445 },
      budget: { requestsPerMinute: 30, bytesPerMinute: 4 * 1024 * 1024 },
      policy: { pingIntervalMs: 20_000, pingRetries: 1 },
      resources: { tcp: 'watch-tcp', websocket: 'watch-websocket', bosh: 'watch-bosh' },
    });
  });

  it('tells two servers of one first label apart', () => {
    const text = finesseYaml({
      hostA: '        host: finesse.lyon.example',
      hostB: '        host: finesse.porto.example',
    });
    expect(clusterOf(text).servers.map((s) => s.nodeName)).toEqual(['finesse A', 'finesse B']);
  });

  it('has the transports of the file; where one is not said, the release tells', () => {
    const lines = [
      '        transports:',
      '          tcp: { port: 15223, expect: closed }',
      '          bosh: { url: "https://proxy.example/fin-a/http-bind/", expect: optional }',
      '          websocket: {}',
    ];
    expect(serverOf(finesseYaml({ moreA: lines.join('\n') })).transports).toEqual([
      { transport: 'websocket', address: null, addressText: null, expect: 'open' },
      {
        transport: 'bosh',
        address: { kind: 'bosh', url: 'https://proxy.example/fin-a/http-bind/' },
        addressText: 'https://proxy.example/fin-a/http-bind/',
        expect: 'optional',
      },
      {
        transport: 'tcp',
        address: { kind: 'tcp', host: 'fin-a.example', port: 15_223, security: 'tls' },
        addressText: 'xmpps://fin-a.example:15223 (TLS)',
        expect: 'closed',
      },
    ]);
    expect(serverOf(finesseYaml({ moreA: '        transports: { websocket: { port: 18445 } }' })).transports).toEqual([
      {
        transport: 'websocket',
        address: { kind: 'websocket', url: 'wss://fin-a.example:18445/ws/' },
        addressText: 'wss://fin-a.example:18445/ws/',
        expect: 'open',
      },
    ]);
  });

  it('may live beside other clusters, also of kind xmpp', () => {
    const lab = [
      '  - name: Lab',
      '    kind: xmpp',
      '    nodes:',
      '      - name: prosody',
      '        domain: lab.example',
      '        account: { username: holdfast, password: "x" }',
      '        transports: { tcp: { host: 127.0.0.1 } }',
    ];
    const result = load(finesseYaml({ more: lab.join('\n') }));
    expect(result.ok && result.config.targets.map((t) => t.key)).toEqual(['lab/prosody/tcp']);
    expect(result.ok && result.config.finesse.map((c) => c.key)).toEqual(['contact-centre']);
  });
});

describe('what is allowed, but said', () => {
  it('no LOAD', () => {
    expect(warningsOf(finesseYaml())).toEqual([]);
    expect(warningsOf(finesseYaml({ load: '' }))).toEqual([
      'holdfast.yaml:3: clusters[0]: has no load; on UCCE ask your CCE administrator whether LOAD, «Logout on Agent Disconnect», is 0 or 1: without it nobody can say whether an agent who loses the connection is logged out or set Not Ready. UCCX has none',
    ]);
    expect(clusterOf(finesseYaml({ load: '' })).load).toBeNull();
  });

  it('a password in the file', () => {
    const accountB = finesseLines.accountB.replace(/password: .*\}/, 'password: "hunter2" }');
    expect(warningsOf(finesseYaml({ accountB }))).toEqual([
      expect.stringMatching(
        /^holdfast\.yaml:14: clusters\[0\]\.servers\.B\.account\.password: stands in the file itself/,
      ),
    ]);
  });
});
