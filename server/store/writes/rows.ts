/** Sorts a commit's events into the rows of their tables, as JSON arrays in the order of the columns. Pure. */
import { agentKeyOf, type EventOf, isPassing, type Recorded, serverKeyOf, type TargetState } from '#contract';
import { idToHex } from '../id-bytes';
import { countRow } from './presence-rows';
import type { Keys, Row, Table } from './tables';

export const eventTable: Table = {
  name: 'event',
  columns: [
    ['seq', 'bigint'],
    ['observer_id', 'int'],
    ['event_id', 'text'],
    ['at', 'bigint'],
    ['type', 'text'],
    ['v', 'int'],
    ['target_id', 'int'],
    ['cluster_key', 'text'],
    ['subject', 'text'],
    ['from_ms', 'bigint'],
    ['to_ms', 'bigint'],
    ['body', 'text'],
  ],
};

export const sampleTable: Table = {
  name: 'sample',
  columns: [
    ['seq', 'bigint'],
    ['target_id', 'int'],
    ['observer_id', 'int'],
    ['sent_at', 'bigint'],
    ['at_delta_ms', 'int'],
    ['rtt_us', 'int'],
    ['miss', 'int'],
    ['miss_of', 'int'],
    ['v', 'int'],
    ['event_id', 'bytes'],
    ['ping_id', 'text'],
  ],
};

export const stateTable: Table = {
  name: 'target_state',
  columns: [
    ['target_id', 'int'],
    ['archived', 'boolean'],
    ['state', 'text'],
  ],
};

export interface CommitRows {
  events: Row[];
  samples: Row[];
  counts: Row[];
  states: Row[];
}

export function rowsOf(
  events: readonly Recorded[],
  states: readonly TargetState[],
  targets: Keys,
  observers: Keys,
): CommitRows {
  const rows: CommitRows = { events: [], samples: [], counts: [], states: [] };
  for (const e of events) {
    if (e.type === 'ping-answered' || e.type === 'ping-missed') rows.samples.push(sampleRow(e, targets, observers));
    else if (e.type === 'teams-counted') rows.counts.push(countRow(e, observers));
    else if (!isPassing(e)) rows.events.push(eventRow(e, targets, observers));
  }
  for (const s of states) rows.states.push([targets.idOf(s.key), s.archived, JSON.stringify(s)]);
  return rows;
}

function sampleRow(e: Recorded<EventOf<'ping-answered' | 'ping-missed'>>, targets: Keys, observers: Keys): Row {
  const [rttUs, miss, of] =
    e.type === 'ping-answered' ? [Math.round(e.rttMs * 1000), null, null] : [null, e.miss, e.of];
  return [
    e.seq,
    targets.idOf(e.targetKey),
    observers.idOf(e.observerId),
    e.sentAt,
    e.at - e.sentAt,
    rttUs,
    miss,
    of,
    e.v,
    idToHex(e.eventId),
    e.pingId,
  ];
}

function eventRow(e: Recorded, targets: Keys, observers: Keys): Row {
  const { seq, ...born } = e;
  const targetId = 'targetKey' in e ? targets.idOf(e.targetKey) : null;
  const clusterKey = 'clusterKey' in e ? e.clusterKey : null;
  const [from, to] = spanOf(e);
  return [
    seq,
    observers.idOf(e.observerId),
    e.eventId,
    e.at,
    e.type,
    e.v,
    targetId,
    clusterKey,
    subjectOf(e),
    from,
    to,
    JSON.stringify(born),
  ];
}

/** Facts about a channel are found by it. */
export function channelSubject(channel: string): string {
  return `channel/${channel}`;
}

/** Whom a fact is about that is about no target. */
function subjectOf(e: Recorded): string | null {
  if (e.type === 'channel-tested') return channelSubject(e.channel);
  if ('targetKey' in e || !('clusterKey' in e)) return null;
  if ('loginId' in e) return agentKeyOf(e.clusterKey, e.loginId);
  return 'nodeKey' in e ? serverKeyOf(e.clusterKey, e.nodeKey) : e.clusterKey;
}

/** The time that a fact is about, where it is a span. */
function spanOf(e: Recorded): [from: number | null, to: number | null] {
  switch (e.type) {
    case 'observer-gap':
    case 'observer-stalled':
      return [e.fromMs, e.toMs];
    case 'connect-finished':
      return [e.startedAt, e.at];
    default:
      return [null, null];
  }
}
