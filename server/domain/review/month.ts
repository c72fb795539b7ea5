/** What a month was like: its worst hours, why sessions were lost, the longest outages, and whom Finesse forced out. */
import {
  type Disconnect,
  type EpochMs,
  type EventOf,
  type HistorySpan,
  isClosedWithoutSigningOut,
  isForcedOut,
  type MonthReport,
  type TargetKey,
} from '#contract';
import { tallyEach } from '../history/availability';
import type { Span } from '../history/timeline';
import { wentAt } from '../presence/disconnects';

type Lost = Pick<EventOf<'session-lost'>, 'at' | 'targetKey' | 'failure'>;
type SpansOf = ReadonlyMap<TargetKey, readonly HistorySpan[]>;

const HOUR_MS = 3_600_000;

/** Hours in which something was down or degraded, the worst first: by time down of all targets together, then degraded, then losses. */
export function worstHours(
  spans: SpansOf,
  losses: readonly Lost[],
  range: Span,
  most: number,
): MonthReport['worstHours'] {
  const hours: Span[] = [];
  for (let from = range.from; from < range.to; from += HOUR_MS)
    hours.push({ from, to: Math.min(from + HOUR_MS, range.to) });
  const rows = hours.map(({ from, to }) => ({
    ...{ from, downMs: 0, degradedMs: 0, unknownMs: 0 },
    losses: losses.filter((l) => l.at >= from && l.at < to).length,
    targets: [] as TargetKey[],
  }));
  for (const [key, of] of spans) {
    for (const [i, tally] of tallyEach(of, hours).entries()) {
      const row = rows[i];
      if (row === undefined) continue;
      row.downMs += tally.downMs;
      row.degradedMs += tally.degradedMs;
      row.unknownMs += tally.unknownMs;
      if (tally.downMs + tally.degradedMs > 0) row.targets.push(key);
    }
  }
  return rows
    .filter((r) => r.downMs + r.degradedMs > 0 || r.losses > 0)
    .sort((a, b) => b.downMs - a.downMs || b.degradedMs - a.degradedMs || b.losses - a.losses || a.from - b.from)
    .slice(0, most);
}

/** By kind, condition and phase, the most frequent first; the latest failure of each stands for it. */
export function lossesByCause(losses: readonly Lost[]): MonthReport['losses'] {
  const causes = new Map<string, MonthReport['losses'][number]>();
  for (const { failure, targetKey } of losses) {
    const key = `${failure.kind} ${failure.condition} ${failure.phase}`;
    const known = causes.get(key);
    const targets = known?.targets ?? [];
    causes.set(key, {
      failure,
      targets: targets.includes(targetKey) ? targets : [...targets, targetKey].sort(),
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...causes.values()].sort((a, b) => b.count - a.count);
}

/** So much later than the loss a session may be told to be down. */
const TOLD_WITHIN_MS = 60_000;

/** The longest first. `range` bounds them: what reaches over it is cut. */
export function longestOutages(
  spans: SpansOf,
  losses: readonly Lost[],
  range: Span,
  most: number,
): MonthReport['outages'] {
  return [...spans]
    .flatMap(([target, of]) =>
      of
        .filter((s) => s.status === 'down')
        .map(({ from, to }) => ({ target, from, to, failure: null, cut: from <= range.from || to >= range.to })),
    )
    .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, most)
    .map((outage) => ({ ...outage, failure: causeOf(outage, losses) }));
}

function causeOf(
  { target, from }: { target: TargetKey; from: EpochMs },
  losses: readonly Lost[],
): Lost['failure'] | null {
  return (
    losses.find((l) => l.targetKey === target && l.at >= from - TOLD_WITHIN_MS && l.at <= from + TOLD_WITHIN_MS)
      ?.failure ?? null
  );
}

/**
 * Per team of that moment and outcome; of nobody in particular (DESIGN §5c).
 *
 * @param placed the groups that have a place
 */
export function forcedOuts(
  disconnects: readonly Disconnect[],
  placed: ReadonlySet<string>,
  now: EpochMs,
): MonthReport['forcedOuts'] {
  const rows = new Map<string, MonthReport['forcedOuts'][number]>();
  for (const d of disconnects) {
    if (!isForcedOut(d) || d.end === null) continue;
    const key = `${d.teamId} ${d.end.outcome}`;
    const before = rows.get(key) ?? {
      ...{ teamId: d.teamId, teamName: d.teamName, outcome: d.end.outcome },
      ...{ count: 0, closed: 0, onCall: 0, lostMs: 0, unended: 0 },
    };
    if (isClosedWithoutSigningOut(d, placed, now)) {
      rows.set(key, { ...before, teamName: d.teamName, closed: before.closed + 1 });
      continue;
    }
    const lostMs = lostTimeOf(d);
    rows.set(key, {
      ...before,
      teamName: d.teamName,
      count: before.count + 1,
      onCall: before.onCall + (d.before.onCall ? 1 : 0),
      lostMs: before.lostMs + (lostMs ?? 0),
      unended: before.unended + (lostMs === null ? 1 : 0),
    });
  }
  return [...rows.values()].sort(
    (a, b) => a.teamName.localeCompare(b.teamName, 'en') || a.outcome.localeCompare(b.outcome, 'en'),
  );
}

/** From when the connection went until the agent was Ready again, or at least connected; null = nobody saw that. */
export function lostTimeOf(d: Disconnect): number | null {
  const backAt = d.readyAgainAt ?? (d.returned === null ? null : Math.max(d.returned.at, d.end?.at ?? 0));
  return backAt === null ? null : Math.max(0, backAt - wentAt(d));
}
