/** When a place was maintained: windows as they were planned at that time, and Finesse's own mode. What is planned afterwards counts for nothing. */
import type { EpochMs, PlannedWindow } from '#contract';
import { isInOwnMaintenance, spansOf } from '../alert/maintenance';
import type { Span } from '../history/timeline';

type Window = Pick<PlannedWindow, 'name' | 'clusterKey' | 'nodeKey' | 'when'>;

/** `nodeKey` null: the cluster as a whole, or its agents. */
export interface MaintainedPlace {
  clusterKey: string;
  nodeKey: string | null;
}

export interface NamedSpan extends Span {
  name: string;
}

/** What was planned from `from` on, until the next plan. */
export interface Plan {
  from: EpochMs;
  windows: readonly Window[];
}

/** A server was in Finesse's own maintenance mode. */
export interface OwnMaintenance extends Span {
  clusterKey: string;
  nodeKey: string;
}

export interface PastMaintenance {
  /** In order of time. */
  plans: readonly Plan[];
  own: readonly OwnMaintenance[];
}

/** Of one window in a range; a pattern of every minute of years is none of maintenance. */
const SPANS_READ = 5_000;

/** The spans of windows that are about the place, cut to the range, in order; each lasts as long as it says, also across a change of the clocks. */
export function maintainedSpans(windows: readonly Window[], range: Span, place: MaintainedPlace): NamedSpan[] {
  return windows
    .filter((w) => isAbout(w, place))
    .flatMap((w) => spansOf(w.when, range.from, range.to, SPANS_READ).flatMap((s) => within(s, range, w.name)))
    .sort((a, b) => a.from - b.from);
}

/** For many places of one range: what does not hang on the place is found once. */
export function maintainedOver(past: PastMaintenance, range: Span): (place: MaintainedPlace) => NamedSpan[] {
  const planned = past.plans.flatMap((plan, i) => {
    const next = past.plans[i + 1]?.from ?? range.to;
    const inForce = { from: Math.max(range.from, plan.from), to: Math.min(range.to, next) };
    if (inForce.to <= inForce.from) return [];
    return plan.windows.map((window) => ({
      window,
      spans: spansOf(window.when, inForce.from, inForce.to, SPANS_READ).flatMap((s) => within(s, inForce, window.name)),
    }));
  });
  return (place) => {
    const own = past.own.filter(
      (o) => o.clusterKey === place.clusterKey && (place.nodeKey === null || place.nodeKey === o.nodeKey),
    );
    return [
      ...planned.flatMap(({ window, spans }) => (isAbout(window, place) ? spans : [])),
      ...own.flatMap((o) => within(o, range, `Finesse's own maintenance of ${o.nodeKey}`)),
    ].sort((a, b) => a.from - b.from);
  };
}

function isAbout(w: Window, place: MaintainedPlace): boolean {
  return (
    (w.clusterKey === null || w.clusterKey === place.clusterKey) && (w.nodeKey === null || w.nodeKey === place.nodeKey)
  );
}

function within(span: Span, range: Span, name: string): NamedSpan[] {
  const [from, to] = [Math.max(span.from, range.from), Math.min(span.to, range.to)];
  return to > from ? [{ from, to, name }] : [];
}

/** What a server told of itself at a time; null: it is no longer watched. */
export interface FactsAt {
  at: EpochMs;
  clusterKey: string;
  nodeKey: string;
  facts: { finesseMaintenance: string | null; ctiMaintenance: string | null } | null;
}

/** @param told in order of time @param until what goes on goes on until here */
export function ownMaintenanceOf(told: readonly FactsAt[], until: EpochMs): OwnMaintenance[] {
  const open = new Map<string, OwnMaintenance>();
  const spans: OwnMaintenance[] = [];
  for (const { at, clusterKey, nodeKey, facts } of told) {
    const key = `${clusterKey}/${nodeKey}`;
    const before = open.get(key);
    const is = facts !== null && isInOwnMaintenance({ facts });
    if (is && before === undefined) open.set(key, { clusterKey, nodeKey, from: at, to: until });
    if (is || before === undefined) continue;
    spans.push({ ...before, to: at });
    open.delete(key);
  }
  return [...spans, ...open.values()].filter((s) => s.to > s.from);
}
