/** holdfast.yaml: what is accepted becomes targets. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/file';
import { noNotify } from '../../server/config/notify';
import { problemSentence } from '../../server/config/problem';
import { defaultRetention } from '../../server/domain/history/retention';
import { lines, load, problemsOf, targetsOf, variables, yaml } from '../support/lab-yaml';

describe('a good file', () => {
  it('becomes one target for each node and transport', () => {
    const targets = targetsOf(yaml());
    expect(targets.map((t) => [t.key, t.address, t.session.resource])).toEqual([
      ['lab/prosody/tcp', 'xmpp://127.0.0.1:5222 (STARTTLS)', 'holdfast-tcp-abc123'],
      ['lab/prosody/websocket', 'ws://127.0.0.1:5280/xmpp-websocket', 'holdfast-websocket-abc123'],
      ['lab/prosody/bosh', 'http://127.0.0.1:5280/http-bind', 'holdfast-bosh-abc123'],
    ]);
    expect(targets[0]?.policy).toEqual({
      pingIntervalMs: 10_000,
      pingTimeoutMs: 10_000,
      pingRetries: 2,
      connectTimeoutMs: 30_000,
    });
    expect(targets[0]).toMatchObject({ clusterName: 'Lab', nodeName: 'prosody', transport: 'tcp', expect: 'open' });
  });

  it('takes a password from the environment, whatever is in it, and never prints it', () => {
    const [target] = targetsOf(yaml());
    expect(target?.session.password.reveal()).toBe(variables.LAB_PASSWORD);
    expect(JSON.stringify(target)).not.toContain('pa}ss');
  });

  it.each(['', '# later', 'history: { nameDays: 10 }'])('need not name a cluster: %j', (text) => {
    expect(problemsOf(text)).toEqual(['accepted']);
    expect(targetsOf(text)).toEqual([]);
  });

  it('is also no file at all: nothing is monitored', () => {
    expect(loadConfig(null, {}, { instanceId: 'abc123' })).toMatchObject({
      ok: true,
      config: {
        file: null,
        targets: [],
        finesse: [],
        watches: [],
        notify: noNotify,
        rules: [],
        history: defaultRetention,
        signIn: { oidc: null, onlySingleSignOn: false },
      },
      warnings: [],
    });
  });

  it('keeps a password that stands in the file, with a warning', () => {
    const result = load(yaml({ account: '        account: { username: holdfast, password: " plain " }' }));
    expect(result.ok && result.config.targets[0]?.session.password.reveal()).toBe(' plain ');
    expect(result.ok && result.warnings.map(problemSentence)).toEqual([
      expect.stringMatching(
        /^holdfast\.yaml:8: clusters\[0\]\.nodes\[0\]\.account\.password: stands in the file itself/,
      ),
    ]);
  });

  it('gives a resource to one transport as it is, and to several with their name', () => {
    const resource = { more: '        resource: night-watch' };
    expect(targetsOf(yaml(resource)).map((t) => t.session.resource)).toEqual([
      'night-watch-tcp',
      'night-watch-websocket',
      'night-watch-bosh',
    ]);
    expect(targetsOf(yaml({ ...resource, websocket: '', bosh: '' })).map((t) => t.session.resource)).toEqual([
      'night-watch',
    ]);
  });

  it('keeps two nodes with one account apart by their default resources', () => {
    const twin = {
      more:
        lines.name.replace('prosody', 'twin') +
        '\n' +
        [lines.domain, lines.account, lines.transports, lines.tcp].join('\n'),
    };
    const resources = targetsOf(yaml({ websocket: '', bosh: '', ...twin })).map((t) => t.session.resource);
    expect(resources).toEqual(['holdfast-tcp-abc123-lab-prosody', 'holdfast-tcp-abc123-lab-twin']);
  });

  it('takes policy from the node, else from the cluster, else the defaults', () => {
    const text = yaml({
      kind: '    kind: xmpp\n    policy: { pingIntervalS: 30, pingRetries: 5 }',
      more: '        policy: { pingRetries: 0, connectTimeoutS: 12 }',
    });
    expect(targetsOf(text)[0]?.policy).toEqual({
      pingIntervalMs: 30_000,
      pingTimeoutMs: 10_000,
      pingRetries: 0,
      connectTimeoutMs: 12_000,
    });
  });

  it('fills in ports by security, and shows no query of a URL', () => {
    const text = yaml({
      tcp: '          tcp: { host: "::1", security: tls, expect: optional }',
      websocket: '          websocket: { url: "wss://lab.example/ws?token=secret", expect: closed }',
    });
    expect(targetsOf(text).map((t) => [t.address, t.expect])).toEqual([
      ['xmpps://[::1]:5223 (TLS)', 'optional'],
      ['wss://lab.example/ws', 'closed'],
      ['http://127.0.0.1:5280/http-bind', 'open'],
    ]);
  });

  it('makes keys of names, and prefers keys that are given', () => {
    const named = yaml({ cluster: '  - name: Zürich – Lab 2', name: '      - name: Prosody\n        key: p1' });
    expect(targetsOf(named).map((t) => t.key)).toEqual([
      'zurich-lab-2/p1/tcp',
      'zurich-lab-2/p1/websocket',
      'zurich-lab-2/p1/bosh',
    ]);
  });

  it('carries the plain words that allow PLAIN without TLS, off unless written', () => {
    expect(targetsOf(yaml())[0]?.session.allowPlainWithoutTls).toBe(false);
    expect(targetsOf(yaml({ more: '        allowPlainWithoutTls: true' }))[0]?.session.allowPlainWithoutTls).toBe(true);
  });
});

describe('a CA file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-ca-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const more = '        tls: { ca: ./lab-ca.pem }';

  it('is found beside the configuration and carried as text', () => {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=Lab',
      ].concat(['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'ca.pem')]),
      { stdio: 'ignore' },
    );
    const pem = readFileSync(join(folder, 'ca.pem'), 'utf8');
    expect(targetsOf(yaml({ more }), { '/site/lab-ca.pem': pem })[0]?.session.wire.trust).toEqual({ ca: pem });
  });

  it('that holds no certificate, or a broken one, is refused', () => {
    const where = 'holdfast.yaml:13: clusters[0].nodes[0].tls.ca: ';
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(problemsOf(yaml({ more }), { '/site/lab-ca.pem': 'hello' })).toEqual([
      `${where}is not a PEM file: it holds no certificate`,
    ]);
    expect(problemsOf(yaml({ more }), { '/site/lab-ca.pem': broken })).toEqual([
      `${where}holds a certificate that cannot be parsed`,
    ]);
  });
});
