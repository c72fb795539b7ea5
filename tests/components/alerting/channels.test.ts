/** Channels and deliveries as their pages tell them. */
import { describe, expect, it } from 'vitest';
import type { AlertingSnapshot, ChannelInfo, DeliverySummary, Recorded } from '#contract';
import { channelRows, channelsSentence } from '../../../components/alerting/channels/rows';
import { countsOf, queryOf, searchOf, shownDeliveries } from '../../../components/alerting/deliveries/query';
import { conditionWords, policySentence, transitionWords } from '../../../components/alerting/shell/delivery-words';
import { type AlertingModel, foldAlerting } from '../../../components/alerting/shell/model';

const info = (name: string, more: Partial<ChannelInfo> = {}): ChannelInfo => ({
  ...{ name, kind: 'slack', to: 'hooks.example', from: 'ticket', administrators: true },
  ...{ groupWaitMs: 10_000, remindEveryMs: null, unacknowledgedMs: 0, ...more },
});

let order = 0;
function delivery(channel: string, at: number, more: Partial<DeliverySummary> = {}): DeliverySummary {
  order += 1;
  const id = more.id ?? `${channel}-${at}`;
  return {
    ...{ id, incidentId: 'i-1', channel, transition: 'opened-page-0', order, createdAt: at, status: 'delivered' },
    ...{ tries: 1, dueAt: at, condition: null, deliveredAt: at + 5, attempts: [], bundled: [] },
    ...{ title: 'fin-A is down', severity: 'page', incidentKind: 'server-outage', ...more },
  };
}

const setup: AlertingSnapshot['setup'] = {
  channels: [info('Slack'), info('Mail', { kind: 'email' })],
  ...{ windows: [], rules: [], serviceHours: null, heartbeat: false, publicUrl: null },
};
const model = (deliveries: DeliverySummary[]): AlertingModel => ({ setup, silences: [], deliveries, tests: [] });

describe('a channel', () => {
  const healthOf = (deliveries: DeliverySummary[]) => channelRows(model(deliveries))[0]?.health;

  it('is as well as what waits for it, or what became of the last', () => {
    expect(healthOf([])).toBe('unused');
    expect(healthOf([delivery('Slack', 10), delivery('Mail', 20, { status: 'dead' })])).toBe('well');
    expect(healthOf([delivery('Slack', 10), delivery('Slack', 20, { status: 'waiting' })])).toBe('waiting');
    expect(healthOf([delivery('Slack', 20, { status: 'waiting', condition: 'http-500' })])).toBe('failing');
    const dead = delivery('Slack', 20, { status: 'dead', deliveredAt: null, condition: 'http-404' });
    expect(healthOf([delivery('Slack', 10), dead])).toBe('gave-up');
    expect(healthOf([dead, delivery('Slack', 30)])).toBe('well');
  });

  it('is summed up in a sentence', () => {
    const rows = channelRows(
      model([
        delivery('Slack', 10, { status: 'waiting', condition: 'timeout' }),
        delivery('Slack', 11, { status: 'waiting' }),
        delivery('Mail', 12, { status: 'dead' }),
      ]),
    );
    expect(channelsSentence(rows)).toBe('Slack does not take messages; 2 messages wait; 1 was given up.');
    expect(channelsSentence(channelRows(model([])))).toBe('Nothing waits, and nothing was given up.');
  });

  it('says whom it tells when', () => {
    expect(policySentence(info('a', { from: 'page', groupWaitMs: 0, administrators: false }))).toBe(
      'Is told of pages only, at once; not of what concerns administrators only.',
    );
    expect(policySentence(info('a', { remindEveryMs: 14_400_000, unacknowledgedMs: 600_000 }))).toBe(
      'Is told of tickets and more urgent, when nobody has acknowledged for 10 min; reminded every 4 h.',
    );
  });
});

describe('live', () => {
  const born = { observerId: 'local', eventId: 'e', v: 1 as const, at: 50, seq: 1 };

  it('takes each delivery once, the newest tests, and what is configured', () => {
    const waiting = delivery('Slack', 10, { id: 'd', status: 'waiting', deliveredAt: null });
    const taken = { ...waiting, status: 'delivered' as const, deliveredAt: 60 };
    const tested = {
      ...born,
      type: 'channel-tested' as const,
      channel: 'Slack',
      actor: 'kim',
      condition: null,
      tookMs: 7,
    };
    const events: Recorded[] = [
      { ...born, type: 'delivery-changed', delivery: waiting },
      { ...born, type: 'delivery-changed', delivery: taken },
      { ...born, type: 'delivery-changed', delivery: delivery('Mail', 20, { id: 'e' }) },
      tested,
      { ...tested, at: 90, condition: 'timeout' },
      { ...born, type: 'alerting-configured', actor: null, setup: { ...setup, heartbeat: true } },
    ];
    const after = foldAlerting(model([]), events);
    expect(after.deliveries.map((d) => `${d.id} ${d.status}`)).toEqual(['e delivered', 'd delivered']);
    expect(after.tests.map((t) => t.condition)).toEqual(['timeout']);
    expect(after.setup?.heartbeat).toBe(true);
  });
});

describe('the log', () => {
  const all = [
    delivery('Slack', 10, { incidentId: 'i-1' }),
    delivery('Mail', 30, { incidentId: 'i-2', title: 'fin-B is slow', status: 'dead' }),
    delivery('Mail', 20, { bundled: [{ incidentId: 'i-2', title: 'fin-B is slow', severity: 'ticket' }] }),
  ];
  const shown = (search: string) => shownDeliveries(all, queryOf(new URLSearchParams(search))).map((d) => d.createdAt);

  it('shows what its address asks for, newest first; what was told along counts', () => {
    expect(shown('')).toEqual([30, 20, 10]);
    expect(shown('channel=Mail')).toEqual([30, 20]);
    expect(shown('status=dead')).toEqual([30]);
    expect(shown('status=odd&incident=i-2')).toEqual([30, 20]);
    expect(shown('q=SLOW fin-b')).toEqual([30, 20]);
    expect(countsOf(all, queryOf(new URLSearchParams('q=slow&status=dead')))).toEqual({
      ...{ all: 2, waiting: 0, dead: 1, delivered: 1 },
    });
  });

  it('has an address that says the same', () => {
    for (const search of ['', '?channel=Slack', '?channel=M+%26+S&status=waiting&incident=i-1&q=fin+A'])
      expect(searchOf(queryOf(new URLSearchParams(search)))).toBe(search);
  });

  it('tells conditions in words', () => {
    expect(conditionWords('http-429')).toBe('too many messages; it asks to wait (HTTP 429)');
    expect(conditionWords('http-502')).toBe('the service is in trouble (HTTP 502)');
    expect(conditionWords('http-302')).toBe('it points elsewhere, which is not followed (HTTP 302)');
    expect(conditionWords('smtp-451')).toBe('the mail server asks to come back (SMTP 451)');
    expect(conditionWords('certificate-untrusted')).toBe('its certificate is from nobody we trust');
    expect(conditionWords('policy-violation')).toBe('policy-violation');
    expect(['opened-page-0', 'reminder-2-page-0', 'resolved-1'].map(transitionWords)).toEqual([
      ...['Opened', 'Reminder 2', 'Resolved'],
    ]);
  });
});
