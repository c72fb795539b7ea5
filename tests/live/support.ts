/** Stand-ins for the two neighbours of the gateway: a recorder that only numbers, and a page that follows one topic. */
import {
  type Batch,
  type EventOf,
  judgeBatch,
  type Recorded,
  type SubscribeReply,
  type TargetKey,
  type Topic,
  topicsOf,
} from '#contract';
import type { CommittedSource } from '../../server/live/gateway';

export const EPOCH = 'db-1';

export function pingOf(target: TargetKey, seq: number): Recorded<EventOf<'ping-answered'>> {
  const [clusterKey = '', nodeKey = ''] = target.split('/');
  return {
    type: 'ping-answered',
    v: 1,
    observerId: 'local',
    eventId: `event-${seq}`,
    at: 1_700_000_000_000 + seq,
    clusterKey,
    nodeKey,
    targetKey: target,
    pingId: `ping-${seq}`,
    sentAt: 1_700_000_000_000 + seq,
    rttMs: 12.5,
    seq,
  };
}

/** What an agent does: told and folded, but written nowhere. */
export function doing(seq: number, clusterKey = 'lab', teamId = '7'): Recorded<EventOf<'agent-state-changed'>> {
  return {
    ...{ type: 'agent-state-changed', v: 1, observerId: 'local', eventId: `event-${seq}`, at: 1_700_000_000_000 + seq },
    ...{ clusterKey, loginId: 'anna', teamId, state: 'READY', since: null, pendingState: null, onCall: false, seq },
  };
}

/** A fact about an agent that is written down. */
export function unlisted(seq: number, clusterKey = 'lab', teamId = '7'): Recorded<EventOf<'agent-unlisted'>> {
  return {
    ...{ type: 'agent-unlisted', v: 1, observerId: 'local', eventId: `event-${seq}`, at: 1_700_000_000_000 + seq },
    ...{ clusterKey, loginId: 'anna', teamId, seq },
  };
}

export interface FakeRecorder extends CommittedSource {
  /** Commits one event for each of these targets and tells the listeners. */
  commit(...targets: TargetKey[]): void;
  /** The next event, numbered; `tell` then announces it. */
  next(target: TargetKey, pingId: string): Recorded;
  tell(events: readonly Recorded[]): void;
  all: Recorded[];
}

export function createFakeRecorder(lastSeq = 0): FakeRecorder {
  const listeners = new Set<(events: readonly Recorded[]) => void>();
  const all: Recorded[] = [];
  let seq = lastSeq;
  const tell = (events: readonly Recorded[]) => {
    for (const listener of listeners) listener(events);
  };
  return {
    all,
    tell,
    next: (target, pingId) => ({ ...pingOf(target, ++seq), pingId }),
    lastSeq: () => seq,
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    commit(...targets) {
      const events = targets.map((t) => pingOf(t, ++seq));
      all.push(...events);
      tell(events);
    },
  };
}

/** What a page of one topic knows, by the rules of the contract. */
export interface PageModel {
  epoch: string;
  lastSeq: number;
  /** The seq of its snapshot; everything later on its topic is in `folded`, or it must resync. */
  snapshotSeq: number;
  folded: number[];
  mustResync: boolean;
}

export function pageFrom(snapshotSeq: number, epoch = EPOCH): PageModel {
  return { epoch, lastSeq: snapshotSeq, snapshotSeq, folded: [], mustResync: false };
}

export function onReply(page: PageModel, reply: SubscribeReply): void {
  if (reply.status === 'ok') page.lastSeq = Math.max(page.lastSeq, reply.through);
  else page.mustResync = true;
}

export function onBatch(page: PageModel, batch: Batch): void {
  switch (judgeBatch(page, batch)) {
    case 'known':
      return;
    case 'resync':
      page.mustResync = true;
      return;
    case 'fold':
      for (const e of batch.events) if (e.seq > page.lastSeq) page.folded.push(e.seq);
      page.lastSeq = batch.through;
  }
}

export function seqsOn(topic: Topic, events: readonly Recorded[], after: number): number[] {
  return events.filter((e) => e.seq > after && topicsOf(e).includes(topic)).map((e) => e.seq);
}
