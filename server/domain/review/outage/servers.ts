/** What an outage did to servers and sessions, and when Holdfast itself could not see. */
import type { OutageReview, ReadinessLanes, RungState, ServerView, SessionLane } from '#contract';
import { readinessRungs } from '#contract';
import type { Span } from '../../history/timeline';
import { movedFrom } from './agents';
import type { OutageReads, ServerFact } from './reads';
import { type Change, spansOf, unionMs } from './spans';

type Of<T extends ServerFact['type']> = Extract<ServerFact, { type: T }>;

export function factsOfServer<T extends ServerFact['type']>(
  facts: readonly ServerFact[],
  server: Pick<ServerView, 'nodeKey'>,
  type: T,
): Of<T>[] {
  return facts.filter((f): f is Of<T> => f.type === type && f.nodeKey === server.nodeKey);
}

export function readinessOf(reads: OutageReads): ReadinessLanes[] {
  const range = { from: reads.window.from, to: Math.min(reads.at, reads.window.to) };
  return reads.servers.map((server) => {
    const changes = factsOfServer(reads.serverFacts, server, 'readiness-changed');
    return {
      ...{ nodeKey: server.nodeKey, nodeName: server.nodeName, side: server.side },
      rungs: readinessRungs.map((rung) => ({
        rung,
        spans: spansOf(changesOf(changes, rung), range, reads.unobserved).map(({ from, to, value }) => ({
          ...{ from, to, status: value },
        })),
      })),
    };
  });
}

/** A rung's state begins with its evidence, which is told a little later. */
function changesOf(events: readonly Of<'readiness-changed'>[], rung: RungState['rung']): Change<RungState['status']>[] {
  return events.flatMap((e) =>
    e.rungs.filter((r) => r.rung === rung).map((r) => ({ at: Math.min(e.at, r.since ?? e.at), value: r.status })),
  );
}

export function sessionLanes(reads: OutageReads): SessionLane[] {
  const { from, to } = reads.window;
  const end = Math.min(reads.at, to);
  return reads.sessions.flatMap(({ target, intervals }) => {
    const state = reads.targets.find((t) => t.key === target);
    if (state === undefined) return [];
    const spans = intervals.flatMap((i) => {
      const cut = { from: Math.max(from, i.from), to: Math.min(end, i.to ?? end) };
      return cut.to <= cut.from ? [] : [{ ...cut, phase: i.phase, failure: i.failure }];
    });
    return [{ target, nodeName: state.nodeName, transport: state.transport, spans }];
  });
}

/** Without these no desktop works there. */
const needed: readonly RungState['rung'][] = ['system-info', 'xmpp-session', 'finesse-presence'];
/** A rung that is bad for less is a check that was late. */
const OUT_LEAST_MS = 1_000;

export function failoverOf(
  reads: OutageReads,
  readiness: readonly ReadinessLanes[],
  affected: Parameters<typeof movedFrom>[1],
): OutageReview['failover'] {
  return readiness.flatMap(({ side, nodeName, rungs }) => {
    const bad = rungs
      .filter((r) => needed.includes(r.rung))
      .flatMap((r) => r.spans.filter((s) => s.status === 'bad' && touches(s, reads.window.trouble)));
    const outMs = unionMs(bad);
    const moved = movedFrom(side, affected);
    if (outMs < OUT_LEAST_MS && moved.count === 0) return [];
    const stillOut = bad.some((s) => s.to >= Math.min(reads.at, reads.window.to));
    return [{ side, nodeName, outMs: outMs < OUT_LEAST_MS ? null : outMs, stillOut, moved }];
  });
}

const touches = (a: Span, b: Span): boolean => a.from <= b.to && a.to >= b.from;

/** A feed that is silent for less is checked, not lost. */
const SILENT_LEAST_MS = 5_000;
/** Silent again within this, it is one silence. */
const SILENT_AGAIN_MS = 120_000;

/** Our own absences, and feeds that told nothing. */
export function blindSpans(reads: OutageReads): OutageReview['blind'] {
  const range = { from: reads.window.from, to: Math.min(reads.at, reads.window.to) };
  const own = reads.unobserved.map(({ from, to }) => ({ from, to, text: 'Holdfast did not observe anything' }));
  const feeds = reads.servers.flatMap((server) => {
    const changes = factsOfServer(reads.serverFacts, server, 'feed-changed');
    return [...new Set(changes.map((e) => e.state.feed))].flatMap((feed) => {
      const told = changes.filter((e) => e.state.feed === feed);
      const states = told.map((e) => ({ at: e.state.since, value: e.state }));
      const silent = spansOf(states, range, [], (a, b) => a.fresh === b.fresh && a.why === b.why)
        .filter((s) => !s.value.fresh)
        .map(({ from, to, value }) => ({ from, to, why: value.why }));
      return asOne(silent).map(({ from, to, why }) => ({
        ...{ from, to },
        text: `${server.nodeName}: nothing came from its ${reads.words.feed(feed)}${why === null ? '' : ` (${why})`}`,
      }));
    });
  });
  return [...own, ...feeds].sort((a, b) => a.from - b.from);
}

type Silent = Span & { why: string | null };

/** Silences close to each other, with the reason of the first. */
function asOne(silent: readonly Silent[]): Silent[] {
  const joined: Silent[] = [];
  for (const span of silent) {
    const last = joined.at(-1);
    if (last !== undefined && span.from - last.to <= SILENT_AGAIN_MS) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined.filter((s) => s.to - s.from >= SILENT_LEAST_MS);
}

/** The server's clock minus ours, as it was measured last; null: it was not. */
export function offsetOf(server: ServerView): number | null {
  return server.minute?.offset?.offsetMs ?? null;
}
