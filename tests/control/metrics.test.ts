/** What Prometheus reads after a session's short life, scraped as text. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '#contract';
import { type CoveredTarget, createMetrics } from '../../server/control/metrics';
import { createEventBus } from '../../server/events/bus';
import { createVirtualTime } from '../../server/time/virtual-time';

const time = createVirtualTime();
const at = time.now();
const ofTarget = { at, clusterKey: 'lab', nodeKey: 'prosody', targetKey: 'lab/prosody/websocket' };
const failure = { kind: 'timeout' as const, condition: 'ping-timeout', phase: 'online' as const, text: null };
const configured: Fact = {
  ...ofTarget,
  type: 'target-configured',
  clusterName: 'Lab',
  nodeName: 'Prosody',
  domain: 'lab.example',
  transport: 'websocket',
  address: 'ws://127.0.0.1:1',
  expect: 'open',
  pingIntervalMs: 10_000,
  pingTimeoutMs: 10_000,
  pingRetries: 2,
  demo: false,
};
const phase = (from: 'connecting' | 'online', to: 'online' | 'backoff'): Fact => ({
  ...ofTarget,
  type: 'session-phase-changed',
  from,
  to,
  attempt: 1,
  failure: null,
  retryAt: null,
  stopReason: null,
});
const connected: Fact = {
  ...ofTarget,
  type: 'connect-finished',
  startedAt: at,
  attempt: 1,
  outcome: 'online',
  phases: [
    { phase: 'dns', offsetMs: 0, tookMs: 2 },
    { phase: 'sasl', offsetMs: 2, tookMs: 40 },
  ],
  failure: null,
  jid: null,
  mechanism: null,
  tlsProtocol: null,
  certificate: null,
};
const answered: Fact = { ...ofTarget, type: 'ping-answered', pingId: 'p1', sentAt: at, rttMs: 12.5 };
const missed: Fact = { ...ofTarget, type: 'ping-missed', pingId: 'p2', sentAt: at, miss: 1, of: 3 };
const lost: Fact = { ...ofTarget, type: 'session-lost', failure, onlineForMs: 1_000 };

/** The lines of a scrape after these facts, without help and types. */
function scrapeAfter(...facts: Fact[]): Promise<string[]> {
  return scrapeOf([], ...facts);
}

async function scrapeOf(targets: readonly CoveredTarget[], ...facts: Fact[]): Promise<string[]> {
  const metrics = createMetrics({
    observerId: 'local',
    recorderQueue: () => 7,
    liveClients: () => 3,
    history: {
      figures: () => ({
        ...{
          packed: 360,
          summed: 60,
          pruned: 12,
          refusals: 1,
          longestStepMs: 40,
          lastSuccessAtMs: 1_500,
          behindMs: 90_000,
        },
      }),
      databaseBytes: async () => 4_096_000,
      recording: () => false,
    },
    alerts: () => ({
      incidents: () => [
        { status: 'open', severity: 'page', mutedBy: null },
        { status: 'resolved', severity: 'page', mutedBy: null },
        { status: 'open', severity: 'ticket', mutedBy: { by: 'cause', ref: 'x', text: 'x' } },
      ],
      ...{ channels: () => ['mail'], waiting: () => 2, dead: () => 1, evaluations: () => 40 },
    }),
    loopLag: { take: () => ({ p50: 0.001, p99: 0.004, max: 0.09 }) },
  });
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  bus.subscribe(metrics.onEvent);
  for (const target of targets) metrics.cover(target);
  for (const fact of facts) bus.publish(fact);
  return (await metrics.scrape()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const L = 'cluster="lab",node="prosody",transport="websocket",observer="local"';

const watched = { key: 'lab/prosody/websocket', clusterKey: 'lab', nodeKey: 'prosody' };

it('tells of alerting what is open, what waits, and that the rules are judged', async () => {
  expect(await scrapeOf([])).toEqual(
    expect.arrayContaining([
      'holdfast_incidents_open{severity="page",muted="false",observer="local"} 1',
      'holdfast_incidents_open{severity="ticket",muted="false",observer="local"} 0',
      'holdfast_incidents_open{severity="ticket",muted="true",observer="local"} 1',
      'holdfast_deliveries{channel="mail",status="waiting",observer="local"} 2',
      'holdfast_deliveries{channel="mail",status="dead",observer="local"} 1',
      'holdfast_alert_evaluations_total{observer="local"} 40',
    ]),
  );
});

describe('the metrics of a session', () => {
  it('are there from the first scrape of a run, also while it is paused', async () => {
    expect(await scrapeOf([{ ...watched, expect: 'open' }])).toEqual(
      expect.arrayContaining([`holdfast_session_up{${L}} 0`, `holdfast_session_losses_total{${L}} 0`]),
    );
  });

  it('never say down of what is closed by design, but say when it is open', async () => {
    const closed = [{ ...watched, expect: 'closed' as const }];
    const up = (lines: string[]) => lines.filter((line) => line.startsWith('holdfast_session_up'));
    expect(up(await scrapeOf(closed, configured))).toEqual([]);
    expect(up(await scrapeOf(closed, phase('connecting', 'online')))).toEqual([`holdfast_session_up{${L}} 1`]);
    expect(up(await scrapeOf(closed, phase('connecting', 'online'), phase('online', 'backoff')))).toEqual([]);
  });

  it('follow a target whose expectation changes', async () => {
    const up = (lines: string[]) => lines.filter((line) => line.startsWith('holdfast_session_up'));
    const closed = { ...watched, expect: 'closed' as const };
    const open = { ...watched, expect: 'open' as const };
    expect(up(await scrapeOf([closed, open]))).toEqual([`holdfast_session_up{${L}} 0`]);
    expect(up(await scrapeOf([open, closed]))).toEqual([]);
  });

  it('begin at zero, so that the first failure shows as an increase', async () => {
    expect(await scrapeAfter(configured)).toEqual(
      expect.arrayContaining([
        `holdfast_session_up{${L}} 0`,
        `holdfast_ping_failures_total{${L}} 0`,
        `holdfast_session_losses_total{${L}} 0`,
        `holdfast_ping_rtt_seconds_count{${L}} 0`,
      ]),
    );
  });

  it('tell of connecting, an answer, a miss and the loss, in seconds', async () => {
    const lines = await scrapeAfter(configured, connected, phase('connecting', 'online'), answered, missed, lost);
    expect(lines).toEqual(
      expect.arrayContaining([
        `holdfast_session_up{${L}} 1`,
        `holdfast_session_phase_seconds_sum{${L},phase="sasl"} 0.04`,
        `holdfast_session_phase_seconds_count{${L},phase="dns"} 1`,
        `holdfast_ping_rtt_seconds_sum{${L}} 0.0125`,
        `holdfast_ping_rtt_seconds_bucket{le="0.01",${L}} 0`,
        `holdfast_ping_rtt_seconds_bucket{le="0.025",${L}} 1`,
        `holdfast_ping_failures_total{${L}} 1`,
        `holdfast_session_losses_total{${L}} 1`,
        'holdfast_events_total{type="ping-answered",observer="local"} 1',
        'holdfast_events_total{type="session-lost",observer="local"} 1',
      ]),
    );
    expect(await scrapeAfter(configured, phase('connecting', 'online'), phase('online', 'backoff'))).toContain(
      `holdfast_session_up{${L}} 0`,
    );
  });

  it('stay when the same target is configured again, and go when it is archived', async () => {
    expect(await scrapeAfter(configured, phase('connecting', 'online'), missed, configured)).toEqual(
      expect.arrayContaining([`holdfast_session_up{${L}} 1`, `holdfast_ping_failures_total{${L}} 1`]),
    );
    const gone = await scrapeAfter(configured, connected, answered, missed, lost, {
      ...ofTarget,
      type: 'target-archived',
    });
    expect(gone.filter((line) => line.includes('cluster="lab"'))).toEqual([]);
  });
});

it('the worker tells of itself: lag by quantile, queue and pages', async () => {
  expect(await scrapeAfter({ type: 'clock-stepped', at, byMs: 5 })).toEqual(
    expect.arrayContaining([
      'holdfast_event_loop_lag_seconds{quantile="0.5",observer="local"} 0.001',
      'holdfast_event_loop_lag_seconds{quantile="0.99",observer="local"} 0.004',
      'holdfast_event_loop_lag_seconds{quantile="1",observer="local"} 0.09',
      'holdfast_recorder_queue{observer="local"} 7',
      'holdfast_live_clients{observer="local"} 3',
      'holdfast_history_packed_total{observer="local"} 360',
      'holdfast_history_pruned_total{observer="local"} 12',
      'holdfast_history_last_success_timestamp_seconds{observer="local"} 1.5',
      'holdfast_history_backlog_seconds{observer="local"} 90',
      'holdfast_database_bytes{observer="local"} 4096000',
      'holdfast_recording{observer="local"} 0',
      'holdfast_events_total{type="clock-stepped",observer="local"} 1',
    ]),
  );
});
