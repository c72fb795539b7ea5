/** Every kind of channel from holdfast.yaml: what is assumed, what is refused where, what pages are told, and what nobody sees. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { channelInfoOf } from '../../server/config/channel-info';
import { loadConfig } from '../../server/config/file';
import { createAuthority } from '../support/certificates';
import { problemsOf, variables, yaml } from '../support/lab-yaml';

const { ca } = createAuthority();
const secrets = {
  ...variables,
  ...{ HOOK: 'https://hooks.example/T0/xoxb-path', TEAMS: 'https://flows.example/xoxb?sig=xoxb', TOKEN: 'xoxb-token' },
};

function channelsIn(channels: string) {
  const text = `${yaml()}\nnotify:\n  channels:\n${channels}`;
  const readText = (file: string) => ({ ok: true as const, text: file.endsWith('.pem') ? ca : text });
  const result = loadConfig('/site/holdfast.yaml', secrets, { instanceId: 'abc123', cwd: '/site', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { channels: result.config.notify.channels, warnings: result.warnings };
}

const all = `
    - { name: Slack, slack: { url: "\${HOOK}" } }
    - { name: Teams, teams: { url: "\${TEAMS}" }, from: high }
    - { name: Webex, webex: { token: "\${TOKEN}", room: Y2lzY29 } }
    - { name: Pager, pagerduty: { routingKey: "\${TOKEN}" }, from: page, groupWaitS: 0 }
    - name: Chat
      xmpp: { domain: lab.example, account: { username: alerts, password: "\${TOKEN}" }, tcp: { host: 127.0.0.1 }, to: [ana@lab.example] }
      tls: { ca: ./ca.pem }
    - name: Hook
      webhook:
        url: "\${HOOK}"
        headers: { Authorization: "Bearer \${TOKEN}" }
        body: { text: "{{subject}}", of: ["{{severity}}", 7, null] }
`;

describe('channels', () => {
  it('of every kind are read, with what is usual', () => {
    const { channels, warnings } = channelsIn(all);
    expect(warnings).toEqual([]);
    expect(channels.map(({ way }) => way)).toMatchObject([
      { kind: 'slack', trust: {} },
      { kind: 'teams' },
      { kind: 'webex', roomId: 'Y2lzY29', api: 'https://webexapis.com/v1' },
      { kind: 'pagerduty', api: 'https://events.pagerduty.com/v2/enqueue' },
      {
        ...{ kind: 'xmpp', type: 'chat', to: ['ana@lab.example'], trust: { ca } },
        session: {
          wire: { address: { kind: 'tcp', port: 5222, security: 'starttls' }, domain: 'lab.example', trust: { ca } },
          ...{ username: 'alerts', resource: 'holdfast-alerts-abc123-4' },
        },
      },
      { kind: 'webhook', template: { text: '{{subject}}', of: ['{{severity}}', 7, null] } },
    ]);
    const hook = channels[5]?.way;
    expect(hook?.kind === 'webhook' && hook.headers.authorization?.reveal()).toBe('Bearer xoxb-token');
  });

  it('are shown to pages without what would let anybody send there', () => {
    const { channels } = channelsIn(all);
    expect(channels.map(channelInfoOf).map(({ name, kind, to }) => `${name} ${kind}: ${to}`)).toEqual([
      'Slack slack: hooks.example',
      'Teams teams: flows.example',
      'Webex webex: a room, through webexapis.com',
      'Pager pagerduty: a service, through events.pagerduty.com',
      'Chat xmpp: ana@lab.example as alerts@lab.example',
      'Hook webhook: hooks.example',
    ]);
    const shown = `${inspect(channels, { depth: 9 })}${JSON.stringify([channels, channels.map(channelInfoOf)])}`;
    expect(shown).not.toMatch(/xoxb/);
  });

  it('warn of what lets people write when it stands in the file itself', () => {
    const { warnings } = channelsIn(`
    - { name: a, slack: { url: "https://hooks.example/T0" } }
    - { name: b, pagerduty: { routingKey: R0 } }
    - { name: c, webex: { token: T0, room: Y2lz } }
`);
    expect(warnings.map((w) => w.path)).toEqual([
      'notify.channels[0].slack.url',
      'notify.channels[1].pagerduty.routingKey',
      'notify.channels[2].webex.token',
    ]);
  });

  it.each([
    [
      '{ name: a, slack: { url: "https://x" }, ntfy: { url: "https://y/t" } }',
      /\[0\]: needs exactly one of email, webhook/,
    ],
    ['{ name: a, slak: { url: "https://x" } }', /slak: is not a known key; did you mean slack\?/],
    ['{ name: a, webex: { token: t } }', /webex\.room: is missing/],
    ['{ name: a, pagerduty: { routingKey: k, api: "ftp://x" } }', /pagerduty\.api: begins with ftp/],
    [
      '{ name: a, xmpp: { domain: d, account: { username: u, password: p }, to: [ana] } }',
      /to\[0\]: is not an address/,
    ],
    [
      '{ name: a, xmpp: { domain: d, account: { username: u, password: p }, to: [a@d] } }',
      /one of tcp, websocket, bosh/,
    ],
    ['{ name: a, webhook: { url: "https://x", headers: { Host: y } } }', /is a header that Holdfast sets itself/],
    [
      '{ name: a, email: { host: h, from: a@b, to: [a@b] }, tls: { pin: "sha256/QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=" } }',
      /is not possible for e-mail/,
    ],
  ])('%s is refused', (channel, message) => {
    const problems = problemsOf(`${yaml()}\nnotify:\n  channels:\n    - ${channel}\n`);
    expect(problems.join('\n')).toMatch(message);
  });

  it('name the line of a template that asks for what there is not', () => {
    const text = `${yaml()}
notify:
  channels:
    - name: a
      webhook:
        url: https://x.example
        body:
          text: "{{subject}} by {{agent}}"
          list:
            - "{{ severity"
`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(
        /holdfast\.yaml:20: .*body\.text: asks for \{\{agent\}\}, which is not known; known are key,/,
      ),
      expect.stringMatching(/holdfast\.yaml:22: .*body\.list\[0\]: holds \{\{ or \}\} without a name/),
    ]);
  });
});
