/** What each channel is handed: checked by peers on loopback. */
import { describe, expect, test } from 'vitest';
import { createHttp } from '../../../server/alert/notifiers/http';
import { createNtfy } from '../../../server/alert/notifiers/ntfy';
import { createPagerDuty } from '../../../server/alert/notifiers/pagerduty';
import type { Message, Notifier } from '../../../server/alert/notifiers/port';
import { createSlack } from '../../../server/alert/notifiers/slack';
import { createTeams } from '../../../server/alert/notifiers/teams';
import { createWebex } from '../../../server/alert/notifiers/webex';
import { createWebhook, signatureOf, type WebhookSettings } from '../../../server/alert/notifiers/webhook';
import { testMessage } from '../../../server/alert/test-channel';
import { secret } from '../../../server/config/secret';
import { incidentOf } from '../incidents';
import { AT, forever, incident, message, only, web } from './peers';

const http = createHttp({ now: () => AT });
const resolved: Message = {
  ...message,
  transition: 'resolved',
  subject: '[resolved] fin-A is down',
  acknowledge: null,
};

/** All requests that one message makes. */
async function handed(create: (url: string) => Notifier, told: Message = message) {
  const { url, got } = await web((res) => res.writeHead(202).end());
  expect(await create(url).send(told, forever)).toEqual({ ok: true });
  return got.map(({ body, ...rest }) => ({ ...rest, body, json: JSON.parse(body) }));
}

describe('webhook', () => {
  const hook =
    (more: Partial<WebhookSettings> = {}) =>
    (url: string) =>
      createWebhook({ url: secret(url), secret: secret('between us'), headers: {}, template: null, ...more }, http);

  test('is handed everything, signed together with the time', async () => {
    const { headers, body, json } = only(await handed(hook()));
    expect(headers['idempotency-key']).toBe('i-1/opened-page-0/hook');
    expect(headers['holdfast-signature']).toBe(`t=${AT / 1000},v1=${signatureOf('between us', AT / 1000, body)}`);
    expect(json).toMatchObject({
      ...{ key: 'i-1/opened-page-0/hook', transition: 'opened', subject: '[page] fin-A is down', test: false },
      ...{ link: message.link, acknowledgeLink: message.acknowledge },
      incident: { severity: 'page', clusterKey: 'cc' },
    });
  });

  test('is handed what its template asks for; the outcome is JSON whatever the facts say', async () => {
    const template = {
      text: '{{subject}}: {{cause}} {{resolvedAt}}',
      ...{ odd: '{{lines}}', agents: '{{ agents }}', open: true },
      list: ['{{severity}}', { over: '{{resolvedAt}}' }],
    };
    const headers = { authorization: secret('Bearer abc') };
    const got = only(await handed(hook({ template, headers })));
    expect(got.headers.authorization).toBe('Bearer abc');
    expect(got.json).toEqual({
      text: '[page] fin-A is down: host-or-network ',
      ...{ odd: message.lines, agents: 0, open: true },
      list: ['page', { over: null }],
    });
    expect(got.headers['holdfast-signature']).toContain(signatureOf('between us', AT / 1000, got.body));
  });
});

test('ntfy is handed a topic, a title, how loud it is and what to press', async () => {
  const { headers, path, json } = only(
    await handed((url) => createNtfy({ url: secret(url), token: secret('tk_1') }, http)),
  );
  expect(path).toBe('/a/');
  expect(headers.authorization).toBe('Bearer tk_1');
  expect(json).toMatchObject({ topic: 'topic', title: '[page] fin-A is down', priority: 5, click: message.link });
  expect(json.actions[0]).toEqual({ action: 'view', label: 'Acknowledge', url: message.acknowledge, clear: true });
});

test('Slack is handed blocks in which nothing of the facts is markup', async () => {
  const { json } = only(await handed((url) => createSlack({ url: secret(url) }, http)));
  expect(json).toEqual({
    text: '[page] fin-A is down',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: '[page] fin-A is down', emoji: false } },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `${message.lines[0]}\n${message.lines[1]}\nOdd: &lt;@everyone&gt; *b* "q" \\ &amp;`,
        },
      },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `<${message.acknowledge}|Acknowledge> · <${message.link}|Open the incident>` },
      },
    ],
  });
  const long = { ...message, subject: 'x'.repeat(500), lines: Array.from({ length: 400 }, () => '<'.repeat(40)) };
  const { blocks } = only(await handed((url) => createSlack({ url: secret(url) }, http), long)).json;
  expect([blocks[0].text.text.length, blocks[1].text.text.length]).toEqual([150, 3_000]);
});

test('Teams is handed an Adaptive Card in the envelope of a workflow', async () => {
  const { body, json } = only(await handed((url) => createTeams({ url: secret(url) }, http)));
  expect(json).toMatchObject({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } }],
  });
  const [{ content }] = json.attachments;
  expect(content.body[0]).toMatchObject({
    style: 'attention',
    items: [{ inlines: [{ text: '[page] fin-A is down' }] }],
  });
  expect(content.body[3]).toEqual({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: message.lines[2] }] });
  expect(content.actions).toEqual([
    { type: 'Action.OpenUrl', title: 'Acknowledge', url: message.acknowledge },
    { type: 'Action.OpenUrl', title: 'Open the incident', url: message.link },
  ]);
  expect(body).not.toMatch(/MessageCard/);
  const over = only(await handed((url) => createTeams({ url: secret(url) }, http), resolved));
  expect(over.json.attachments[0].content.body[0].style).toBe('good');
});

test('Webex is handed Markdown of at most 7,439 bytes, and a text beside it', async () => {
  const webex = (url: string) => createWebex({ token: secret('bot'), roomId: 'Y2lz', api: url }, http);
  const { headers, path, json } = only(await handed(webex));
  expect([path, headers.authorization]).toEqual(['/a/topic/messages', 'Bearer bot']);
  expect(json).toMatchObject({ roomId: 'Y2lz', text: ['[page] fin-A is down', ...message.lines].join('\n') });
  expect(json.markdown).toContain('**\\[page\\] fin\\-A is down**');
  expect(json.markdown).toContain('\\<@everyone\\> \\*b\\*');
  const long = { ...message, lines: Array.from({ length: 300 }, () => 'ü'.repeat(50)) };
  const cut = only(await handed(webex, long)).json;
  expect(Buffer.byteLength(cut.markdown)).toBeLessThanOrEqual(7_439);
  expect(cut.markdown).toMatch(/ü$/);
});

describe('PagerDuty', () => {
  const pager = (url: string) => createPagerDuty({ routingKey: secret('R0'), api: url }, http);

  test('is handed one alert per incident, which its end resolves', async () => {
    const { json } = only(await handed(pager));
    expect(json).toMatchObject({
      ...{ routing_key: 'R0', event_action: 'trigger', dedup_key: 'holdfast/server-cc-a-1', client_url: message.link },
      payload: {
        ...{ summary: '[page] fin-A is down', source: 'cc/a', severity: 'critical', class: 'server-outage' },
        timestamp: new Date(AT - 180_000).toISOString(),
      },
      links: [
        { href: message.acknowledge, text: 'Acknowledge' },
        { href: message.link, text: 'Open the incident' },
      ],
    });
    expect(only(await handed(pager, resolved)).json).toEqual({
      ...{ routing_key: 'R0', event_action: 'resolve', dedup_key: 'holdfast/server-cc-a-1' },
    });
  });

  test('what is told together is an alert each; a test closes what it opened', async () => {
    const bundled = [{ incidentId: 'other', title: 'fin-B is slow', severity: 'ticket' as const }];
    const got = await handed(pager, { ...message, bundled });
    expect(got.map(({ json }) => [json.event_action, json.dedup_key, json.payload.severity])).toEqual([
      ['trigger', 'holdfast/server-cc-a-1', 'critical'],
      ['trigger', 'holdfast/other', 'warning'],
    ]);
    const tried = testMessage({ name: 'Pager', actor: 'kim', publicUrl: null, key: 'test/1', at: AT });
    const events = (await handed(pager, tried)).map(({ json }) => `${json.event_action} ${json.dedup_key}`);
    expect(events).toEqual(['trigger holdfast/test/1', 'resolve holdfast/test/1']);
  });

  test('a key is never longer than PagerDuty takes', async () => {
    const long = { ...message, incident: incidentOf('x'.repeat(400), AT) };
    expect(only(await handed(pager, long)).json.dedup_key).toHaveLength(73);
  });
});

test('a test says so of itself, and names who asked for it', () => {
  const said = testMessage({ name: 'Pager', actor: 'kim', publicUrl: 'https://h.example', key: 'test/1', at: AT });
  expect(said).toMatchObject({ test: true, subject: expect.stringMatching(/^\[test\]/), acknowledge: null });
  expect(said.lines.join(' ')).toContain('channel Pager, asked for by kim');
  expect(said.link).toBe('https://h.example/alerting/channels');
  expect(said.incident.severity).toBe('in-page');
  expect(incident.severity).toBe('page');
});
