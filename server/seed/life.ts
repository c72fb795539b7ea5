/** A made-up target's year: pings by the hour of the day, spells of slowness, single spikes, losses and what connecting again took. */
import type { ConnectPhase, EpochMs, Fact, Failure, TransportKind } from '#contract';

export interface Place {
  clusterKey: string;
  clusterName: string;
  nodeKey: string;
  nodeName: string;
  transport: TransportKind;
  targetKey: string;
}

export interface Outage {
  from: EpochMs;
  to: EpochMs;
  failure: Failure;
}

export interface LifePlan {
  place: Place;
  from: EpochMs;
  to: EpochMs;
  /** How far apart pings are at that time: the far past may be told coarser. */
  intervalAt(at: EpochMs): number;
  /** Of the whole node, in order. */
  nodeOutages: readonly Outage[];
  /** Uniform in [0, 1). */
  random(): number;
}

export interface Spike {
  targetKey: string;
  at: EpochMs;
  rttMs: number;
}

export interface Life {
  /** Everything that happens in [from, to); to be asked in order of time. */
  next(to: EpochMs): Fact[];
  spikes: readonly Spike[];
}

const DAY_MS = 86_400_000;
const PING_TIMEOUT_MS = 10_000;
const baseMs: Record<TransportKind, number> = { tcp: 6, websocket: 14, bosh: 26 };

const noAnswer: Failure = {
  ...{ kind: 'timeout', condition: 'ping-timeout', phase: 'online', text: null },
  detail: { misses: 3, timeoutMs: PING_TIMEOUT_MS },
};
const reset: Failure = { kind: 'transport', condition: 'connection-reset', phase: 'online', text: null };
const shutdown: Failure = { kind: 'stream-error', condition: 'system-shutdown', phase: 'online', text: null };
const refused: Failure = { kind: 'transport', condition: 'connection-refused', phase: 'tcp', text: null };

/** Restarts of a whole server, about one in five weeks, a minute or two long. */
export function nodeOutages(from: EpochMs, to: EpochMs, random: () => number): Outage[] {
  return moments(from, to, 35 * DAY_MS, random).map((at) => ({
    from: at,
    to: at + 45_000 + Math.round(random() * 120_000),
    failure: shutdown,
  }));
}

export function createLife(plan: LifePlan): Life {
  const { place, from, to, random } = plan;
  const own = moments(from, to, 16 * DAY_MS, random).map((at) => ({
    from: at,
    to: at + 20_000 + Math.round(random() ** 3 * 900_000),
    failure: random() < 0.6 ? noAnswer : reset,
  }));
  const outages = apart([...own, ...plan.nodeOutages]);
  const slow = moments(from, to, 9 * DAY_MS, random).map((at) => ({
    from: at,
    to: at + 120_000 + random() * 2_400_000,
  }));
  const spikeTimes = moments(from, to, 12 * DAY_MS, random);
  const spikes: Spike[] = [];
  const usual = baseMs[place.transport] * (0.8 + random() * 0.6);
  let pingAt = from + 1_000 + Math.round(random() * 5_000);
  let begun = false;

  function rttAt(at: EpochMs): number {
    const hour = (at / 3_600_000) % 24;
    // Busy from eight to six, calm at night.
    const load = 1 + 0.25 * Math.max(0, Math.sin(((hour - 7) / 12) * Math.PI));
    const noise = -Math.log(1 - random() * 0.999) * usual * 0.12;
    const isSlow = slow.some((s) => at >= s.from && at < s.to);
    const due = spikeTimes[0];
    if (due !== undefined && at >= due) {
      spikeTimes.shift();
      const rttMs = Math.round(usual * 20 + random() * 3_000);
      spikes.push({ targetKey: place.targetKey, at, rttMs });
      return rttMs;
    }
    return Math.round((usual * load + noise + (isSlow ? usual * 3 * random() : 0)) * 1_000) / 1_000;
  }

  function pings(until: EpochMs): Fact[] {
    const facts: Fact[] = [];
    for (; pingAt < until; pingAt += plan.intervalAt(pingAt))
      facts.push(answered(place, pingAt, rttAt(pingAt), random));
    return facts;
  }

  return {
    spikes,
    next(until) {
      const facts: Fact[] = begun ? [] : beginning(place, from, usual);
      begun = true;
      for (let outage = outages[0]; outage !== undefined && outage.from < until; outage = outages[0]) {
        outages.shift();
        facts.push(...pings(outage.from), ...lossOf(place, outage, usual));
        pingAt = outage.to + 1_000;
      }
      facts.push(...pings(until));
      return facts;
    },
  };
}

const ids = ({ clusterKey, nodeKey, targetKey }: Place) => ({ clusterKey, nodeKey, targetKey });

function answered(place: Place, sentAt: EpochMs, rttMs: number, random: () => number): Fact {
  const pingId = Math.floor(random() * 1e12).toString(36);
  return { type: 'ping-answered', at: sentAt + Math.ceil(rttMs), ...ids(place), pingId, sentAt, rttMs };
}

function beginning(place: Place, at: EpochMs, usual: number): Fact[] {
  const { clusterName, nodeName, transport } = place;
  return [
    {
      ...{ type: 'target-configured', at, ...ids(place), clusterName, nodeName, transport, expect: 'open', demo: true },
      ...{ domain: `${place.nodeKey}.example`, address: `${transport} to ${nodeName}` },
      ...{ pingIntervalMs: 10_000, pingTimeoutMs: PING_TIMEOUT_MS, pingRetries: 2 },
    },
    ...back(place, at, at + Math.ceil(usual * 8), usual, 1),
  ];
}

/** Lost, one or two attempts that fail, and back. */
function lossOf(place: Place, { from, to, failure }: Outage, usual: number): Fact[] {
  const silent = failure.condition === 'ping-timeout';
  const lostAt = silent ? Math.min(to - 2_000, from + 3 * PING_TIMEOUT_MS) : from;
  const missed = silent
    ? [1, 2, 3].map((miss): Fact => {
        const sentAt = from + (miss - 1) * Math.floor((lostAt - from) / 3);
        const pingId = `m${sentAt}${miss}`;
        return {
          type: 'ping-missed',
          at: sentAt + Math.floor((lostAt - from) / 3),
          ...ids(place),
          pingId,
          sentAt,
          miss,
          of: 3,
        };
      })
    : [];
  const tryAt = lostAt + 1_000;
  return [
    ...missed,
    { type: 'session-lost', at: lostAt, ...ids(place), failure, onlineForMs: 3_600_000 },
    changed(place, lostAt, 'online', 'backoff', failure),
    changed(place, tryAt - 200, 'backoff', 'connecting', null),
    {
      ...{ type: 'connect-finished', at: tryAt, startedAt: tryAt - 200, ...ids(place), attempt: 1, outcome: 'failed' },
      ...{ phases: [{ phase: 'tcp' as const, offsetMs: 0, tookMs: 2 }], failure: refused },
      ...{ jid: null, mechanism: null, tlsProtocol: null, certificate: null },
    },
    changed(place, tryAt, 'connecting', 'backoff', refused),
    ...back(place, Math.max(tryAt, to - Math.ceil(usual * 8)), to, usual, 2),
  ];
}

function changed(
  place: Place,
  at: EpochMs,
  from: 'stopped' | 'connecting' | 'online' | 'backoff',
  to: 'connecting' | 'online' | 'backoff',
  failure: Failure | null,
): Fact {
  const retryAt = to === 'backoff' ? at + 1_000 : null;
  return { type: 'session-phase-changed', at, ...ids(place), from, to, attempt: 1, failure, retryAt, stopReason: null };
}

const shares: readonly (readonly [ConnectPhase, number])[] = [
  ['dns', 0.05],
  ['tcp', 0.1],
  ['tls', 0.3],
  ['features', 0.1],
  ['sasl', 0.2],
  ['bind', 0.1],
  ['first-ping', 0.15],
];

function back(place: Place, startedAt: EpochMs, at: EpochMs, usual: number, attempt: number): Fact[] {
  let offsetMs = 0;
  const phases = shares.map(([phase, share]) => {
    const tookMs = Math.round(usual * 8 * share * 10) / 10;
    const span = { phase, offsetMs, tookMs };
    offsetMs = Math.round((offsetMs + tookMs) * 10) / 10;
    return span;
  });
  return [
    changed(place, startedAt, attempt === 1 ? 'stopped' : 'backoff', 'connecting', null),
    {
      ...{ type: 'connect-finished', at, startedAt, ...ids(place), attempt, outcome: 'online', phases, failure: null },
      ...{
        jid: `holdfast@${place.nodeKey}.example/holdfast`,
        mechanism: 'PLAIN',
        tlsProtocol: 'TLSv1.3',
        certificate: null,
      },
    },
    changed(place, at, 'connecting', 'online', null),
  ];
}

/** About every `everyMs`, in order. */
export function moments(from: EpochMs, to: EpochMs, everyMs: number, random: () => number): EpochMs[] {
  const found: EpochMs[] = [];
  for (let at = from; ; ) {
    at += Math.round(-Math.log(1 - random() * 0.9999) * everyMs);
    if (at > to - 3_600_000) return found;
    found.push(at);
  }
}

/** In order, and with a quarter of an hour between them: what comes sooner is the same outage. */
function apart(outages: readonly Outage[]): Outage[] {
  const kept: Outage[] = [];
  for (const outage of [...outages].sort((a, b) => a.from - b.from)) {
    if (outage.from > (kept.at(-1)?.to ?? 0) + 900_000) kept.push(outage);
  }
  return kept;
}
