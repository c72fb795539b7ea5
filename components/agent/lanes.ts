/** The lanes of an agent's page: what is drawn, and said in the table, between two moments. Pure. */
import {
  type EpochMs,
  type FinesseSide,
  finesseSides,
  type HealthKind,
  type HealthSpan,
  isForcedOut,
  type PresenceHealth,
  type StateSpan,
} from '#contract';
import type { AgentPageModel } from './model';

/** `unobserved`: nobody looked, or no feed could tell. `several`: too many short ones to be drawn. */
export type LaneKind = HealthKind | 'several' | 'unobserved' | 'state' | 'not-ready' | 'signed-off' | 'busy';

export interface LaneSpan {
  from: EpochMs;
  to: EpochMs;
  kind: LaneKind;
  /** As Finesse spells it, on the lane of states; else null. */
  state: string | null;
  /** What the lane's verdict says in full; null: nobody observed. */
  health: PresenceHealth | null;
  /** Of `several`: how many spans it stands for, and how many of them were disconnects. */
  several?: { changes: number; disconnects: number };
}

export interface Lanes {
  from: EpochMs;
  to: EpochMs;
  verdict: LaneSpan[];
  /** Sides on which something is known in the window. */
  sides: { side: FinesseSide; spans: LaneSpan[] }[];
  states: LaneSpan[];
  /** When Finesse acted on the lost connection. */
  forcedOuts: EpochMs[];
}

/** @param unseenFrom nobody measures since then; null: somebody does */
export function lanesOf(
  model: Pick<AgentPageModel, 'health' | 'states' | 'disconnects'>,
  window: { from: EpochMs; to: EpochMs },
  unseenFrom: EpochMs | null,
): Lanes {
  const verdict = verdictLane(model.health, window, unseenFrom);
  const sides = finesseSides.map((side) => ({ side, spans: sideLane(verdict, side) }));
  return {
    ...window,
    verdict,
    sides: sides.filter(({ spans }) => spans.some((s) => s.kind !== 'unobserved')),
    states: stateLane(model.states, window, unseenFrom),
    forcedOuts: model.disconnects.flatMap((d) =>
      d.end !== null && isForcedOut(d) && d.end.at >= window.from && d.end.at <= window.to ? [d.end.at] : [],
    ),
  };
}

/** Without holes: what nobody observed is said, not left out. */
function verdictLane(
  spans: readonly HealthSpan[],
  { from, to }: { from: EpochMs; to: EpochMs },
  unseenFrom: EpochMs | null,
): LaneSpan[] {
  const until = unseenFrom === null ? to : Math.max(from, Math.min(to, unseenFrom));
  const lane: LaneSpan[] = [];
  let at = from;
  for (const span of spans) {
    const start = Math.max(at, span.from);
    const end = Math.min(span.to ?? until, until);
    if (end <= start) continue;
    if (start > at) lane.push(unobserved(at, start));
    const { health } = span;
    lane.push(
      health === null
        ? unobserved(start, end)
        : { ...{ from: start, to: end, health }, kind: health.kind, state: null },
    );
    at = end;
  }
  if (at < to) lane.push(unobserved(at, to));
  return joined(lane);
}

const unobserved = (from: EpochMs, to: EpochMs): LaneSpan => ({
  ...{ from, to, kind: 'unobserved', state: null, health: null },
});

/** What the verdicts say of one side: connected, its clock running, or unknown; nothing = no connection there. */
function sideLane(verdict: readonly LaneSpan[], side: FinesseSide): LaneSpan[] {
  return joined(
    verdict.flatMap((span) => {
      const kind = kindOn(span.health, side);
      return kind === null ? [] : [{ ...span, kind }];
    }),
  );
}

function kindOn(health: PresenceHealth | null, side: FinesseSide): LaneKind | null {
  if (health === null) return 'unobserved';
  switch (health.kind) {
    case 'connected':
    case 'unstable':
      return health.side === side ? health.kind : null;
    case 'at-risk':
      if (health.connectedOn === side) return 'connected';
      return health.side === side ? 'at-risk' : null;
    case 'forced-out':
      return health.connectedOn === side ? 'connected' : null;
    case 'logged-out':
      return null;
    case 'unknown':
      return health.blame.side === null || health.blame.side === side ? 'unobserved' : null;
  }
}

function stateLane(
  spans: readonly StateSpan[],
  { from, to }: { from: EpochMs; to: EpochMs },
  unseenFrom: EpochMs | null,
): LaneSpan[] {
  const until = unseenFrom === null ? to : Math.min(to, unseenFrom);
  return spans.flatMap((span) => {
    const start = Math.max(from, span.from);
    const end = Math.min(span.to ?? until, until);
    if (end <= start) return [];
    return [{ ...{ from: start, to: end, health: null }, kind: stateKind(span.state), state: span.state }];
  });
}

function stateKind(state: string): LaneKind {
  if (state === 'LOGOUT') return 'signed-off';
  if (state === 'NOT_READY') return 'not-ready';
  return state === 'READY' ? 'state' : 'busy';
}

/** Neighbours that look the same are one. */
function joined(spans: readonly LaneSpan[]): LaneSpan[] {
  const out: LaneSpan[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    const same = last !== undefined && last.to === span.from && last.kind === span.kind && sameWhy(last, span);
    if (same) last.to = span.to;
    else out.push({ ...span });
  }
  return out;
}

function sameWhy(a: LaneSpan, b: LaneSpan): boolean {
  if (a.health?.kind === 'unknown' && b.health?.kind === 'unknown') return a.health.why === b.health.why;
  if (a.kind === 'connected' && a.health?.kind === 'connected' && b.health?.kind === 'connected')
    return a.health.side === b.health.side;
  return true;
}

/** What can be told apart on the width of a screen. */
const SLOTS = 400;
const FEW = 3;

/** For drawing: where more than a few spans lie in the same pixels, one mark says how many, rather than a state that was not there. */
export function thinnedLanes(lanes: Lanes, slots = SLOTS): Lanes {
  const slotMs = (lanes.to - lanes.from) / slots;
  const thin = (spans: readonly LaneSpan[]) => thinned(spans, slotMs);
  return {
    ...lanes,
    verdict: thin(lanes.verdict),
    sides: lanes.sides.map(({ side, spans }) => ({ side, spans: thin(spans) })),
    states: thin(lanes.states),
  };
}

function thinned(spans: readonly LaneSpan[], slotMs: number): LaneSpan[] {
  const out: LaneSpan[] = [];
  let run: LaneSpan[] = [];
  const flush = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length <= FEW || first === undefined || last === undefined) out.push(...run);
    else {
      const disconnects = run.filter((s) => s.kind === 'at-risk').length;
      const several = { changes: run.length, disconnects };
      out.push({ from: first.from, to: last.to, kind: 'several', state: null, health: null, several });
    }
    run = [];
  };
  for (const span of spans) {
    const begun = run[0]?.from ?? span.from;
    const short = span.to - span.from < slotMs;
    if (!short || span.to - begun > 2 * slotMs) flush();
    if (short) run.push(span);
    else out.push(span);
  }
  flush();
  return out;
}
