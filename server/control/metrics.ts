/** What Prometheus may ask of the worker: counts and times taken from the bus, and gauges read when asked (DESIGN §10). */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { connectPhases, type Event, type EventOf, type Expectation, type TargetKey } from '#contract';
import { type AgentMetrics, createAgentMetrics } from './agent-metrics';
import { type AlertFigures, createAlertMetrics } from './alert-metrics';
import { createHistoryMetrics, type HistoryMetricsDeps } from './history-metrics';
import type { LoopLag } from './loop-lag';

export interface MetricsDeps {
  observerId: string;
  recorderQueue(): number;
  liveClients(): number;
  loopLag: Pick<LoopLag, 'take'>;
  history: HistoryMetricsDeps;
  alerts(): AlertFigures;
}

export interface CoveredTarget {
  key: TargetKey;
  clusterKey: string;
  nodeKey: string;
  expect: Expectation;
}

export interface Metrics {
  /** One more target, or a known one with another expectation: it is 0 while it waits or is paused; closed by design, it is neither. */
  cover(target: CoveredTarget): void;
  knowAgents: AgentMetrics['know'];
  /** A listener for the bus. */
  onEvent(event: Event): void;
  contentType: string;
  /** The text that Prometheus reads. */
  scrape(): Promise<string>;
}

const ofTarget = ['cluster', 'node', 'transport', 'observer'] as const;
type TargetLabels = Record<(typeof ofTarget)[number], string>;
type TargetEvent = EventOf<'target-configured'>;

const RTT_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10];
const PHASE_BUCKETS_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export function createMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry();
  const meters = metersOf(registry);
  const agents = createAgentMetrics(registry);
  readWhenAsked(registry, deps);
  createHistoryMetrics(registry, deps.observerId, deps.history);
  createAlertMetrics(registry, deps.observerId, deps.alerts);

  const begun = new Set<string>();
  const closed = new Set<TargetKey>();

  function cover({ key, clusterKey, nodeKey, expect }: CoveredTarget): void {
    const labels = labelsOf({ clusterKey, nodeKey, targetKey: key, observerId: deps.observerId });
    const wasClosed = closed.has(key);
    if (expect === 'closed') closed.add(key);
    else closed.delete(key);
    if (begun.has(key) && wasClosed !== closed.has(key)) showUp(meters.up, labels, false, closed.has(key));
    begin(key, labels);
  }

  function onEvent(e: Event): void {
    meters.events.inc({ type: e.type, observer: e.observerId });
    agents.onEvent(e);
    if (!('clusterKey' in e && 'targetKey' in e)) return;
    const labels = labelsOf(e);
    begin(e.targetKey, labels);
    switch (e.type) {
      case 'target-configured':
      case 'certificate-changed':
        break;
      case 'target-archived':
        forget(e.targetKey, labels);
        break;
      case 'session-phase-changed':
        showUp(meters.up, labels, e.to === 'online', closed.has(e.targetKey));
        break;
      case 'connect-finished':
        for (const span of e.phases) meters.phase.observe({ ...labels, phase: span.phase }, span.tookMs / 1_000);
        break;
      case 'ping-answered':
        meters.rtt.observe(labels, e.rttMs / 1_000);
        break;
      case 'ping-missed':
        meters.pingFailures.inc(labels);
        break;
      case 'session-lost':
        meters.losses.inc(labels);
        break;
    }
  }

  /** A counter that exists from 0 on: `rate()` would miss the first failure of one that appears with it. */
  function begin(key: string, labels: TargetLabels): void {
    if (begun.has(key)) return;
    begun.add(key);
    showUp(meters.up, labels, false, closed.has(key));
    meters.pingFailures.inc(labels, 0);
    meters.losses.inc(labels, 0);
    meters.rtt.zero(labels);
  }

  function forget(key: string, labels: TargetLabels): void {
    begun.delete(key);
    meters.up.remove(labels);
    meters.pingFailures.remove(labels);
    meters.losses.remove(labels);
    meters.rtt.remove(labels);
    for (const phase of connectPhases) meters.phase.remove({ ...labels, phase });
  }

  return {
    ...{ onEvent, cover, knowAgents: agents.know },
    ...{ contentType: registry.contentType, scrape: () => registry.metrics() },
  };
}

/** What is closed by design is never down: without a value no alert can fire. */
function showUp(gauge: Gauge<keyof TargetLabels>, labels: TargetLabels, online: boolean, closed: boolean): void {
  if (closed && !online) gauge.remove(labels);
  else gauge.set(labels, online ? 1 : 0);
}

function metersOf(registry: Registry) {
  const registers = [registry];
  return {
    up: new Gauge({
      name: 'holdfast_session_up',
      help: 'Whether the session is online, 0 or 1.',
      labelNames: ofTarget,
      registers,
    }),
    phase: new Histogram({
      name: 'holdfast_session_phase_seconds',
      help: 'Time that each phase of connecting took, failed attempts included.',
      labelNames: [...ofTarget, 'phase'] as const,
      buckets: PHASE_BUCKETS_S,
      registers,
    }),
    rtt: new Histogram({
      name: 'holdfast_ping_rtt_seconds',
      help: 'Round-trip time of answered pings (XEP-0199).',
      labelNames: ofTarget,
      buckets: RTT_BUCKETS_S,
      registers,
    }),
    pingFailures: new Counter({
      name: 'holdfast_ping_failures_total',
      help: 'Pings without an answer in time.',
      labelNames: ofTarget,
      registers,
    }),
    losses: new Counter({
      name: 'holdfast_session_losses_total',
      help: 'Online sessions that ended without our wish.',
      labelNames: ofTarget,
      registers,
    }),
    events: new Counter({
      name: 'holdfast_events_total',
      help: 'Facts published, by type.',
      labelNames: ['type', 'observer'] as const,
      registers,
    }),
  };
}

function readWhenAsked(
  registry: Registry,
  { observerId: observer, recorderQueue, liveClients, loopLag }: MetricsDeps,
): void {
  const registers = [registry];
  new Gauge({
    name: 'holdfast_event_loop_lag_seconds',
    help: 'How late timers ran since the last scrape, by quantile.',
    labelNames: ['quantile', 'observer'] as const,
    registers,
    collect() {
      const { p50, p99, max } = loopLag.take();
      this.set({ quantile: '0.5', observer }, p50);
      this.set({ quantile: '0.99', observer }, p99);
      this.set({ quantile: '1', observer }, max);
    },
  });
  new Gauge({
    name: 'holdfast_recorder_queue',
    help: 'Events that wait for their commit.',
    labelNames: ['observer'] as const,
    registers,
    collect() {
      this.set({ observer }, recorderQueue());
    },
  });
  new Gauge({
    name: 'holdfast_live_clients',
    help: 'Pages on the live socket.',
    labelNames: ['observer'] as const,
    registers,
    collect() {
      this.set({ observer }, liveClients());
    },
  });
}

function labelsOf(e: Pick<TargetEvent, 'clusterKey' | 'nodeKey' | 'targetKey' | 'observerId'>): TargetLabels {
  const transport = e.targetKey.slice(e.targetKey.lastIndexOf('/') + 1);
  return { cluster: e.clusterKey, node: e.nodeKey, transport, observer: e.observerId };
}
