'use client';
/** The lanes of a review as SVG strips: trouble is tall, well-being low, what is not known hatched. */
import type { HealthKind, HistoryPoint, OutageReview } from '#contract';
import { rungName } from '../board/service';
import { transportName } from '../format/names';
import { formatRtt, quantile } from '../format/units';
import { healthWord } from '../health/words';
import { agentLabel, phaseWord, placeOf, type Range } from './axis';
import classes from './chart.module.css';

export interface LaneSpan extends Range {
  look: 'good' | 'middling' | 'bad' | 'risk' | 'quiet' | 'unknown';
  words: string;
}

const rungLooks = { good: 'good', bad: 'bad', unknown: 'unknown', 'expected-down': 'quiet' } as const;
const phaseLooks = {
  online: 'good',
  connecting: 'middling',
  backoff: 'bad',
  stopped: 'quiet',
  unknown: 'unknown',
} as const;
const healthLooks: Record<HealthKind, LaneSpan['look']> = {
  connected: 'good',
  unstable: 'middling',
  'at-risk': 'risk',
  'forced-out': 'bad',
  'logged-out': 'quiet',
  unknown: 'unknown',
};
const rungWords = { good: 'good', bad: 'failed', unknown: 'unknown', 'expected-down': 'down, as expected' } as const;

export interface LaneGroup {
  title: string;
  lanes: { key: string; name: string; hint: string; spans: LaneSpan[]; small: boolean }[];
}

export function laneGroups(review: OutageReview): LaneGroup[] {
  const { readiness, sessions, lanes, lanesLeftOut } = review;
  const rest = lanesLeftOut === 0 ? '' : `, ${lanesLeftOut} more are not drawn`;
  const groups: LaneGroup[] = [
    ...readiness.map(
      ({ nodeKey, nodeName, side, rungs }): LaneGroup => ({
        title: `Readiness of ${nodeName}, side ${side}`,
        lanes: rungs.map(({ rung, spans }) => ({
          ...{ key: `${nodeKey} ${rung}`, name: rungName(rung), hint: '', small: false },
          spans: spans.map((s) => ({ ...s, look: rungLooks[s.status], words: rungWords[s.status] })),
        })),
      }),
    ),
    {
      title: 'Our sessions',
      lanes: sessions.map(({ target, nodeName, transport, spans }) => ({
        ...{ key: target, name: `${nodeName} ${transportName(transport)}`, hint: target, small: false },
        spans: spans.map((s) => ({ ...s, look: phaseLooks[s.phase], words: phaseWord(s.phase) })),
      })),
    },
    {
      title: `Agents${rest}`,
      lanes: lanes.map((a) => ({
        ...{ key: `${a.id} ${a.wentAt}`, name: `${agentLabel(a)}, ${a.teamName}`, hint: a.site ?? '', small: true },
        spans: a.spans.map((s) => ({ ...s, look: healthLooks[s.health], words: healthWord(s.health) })),
      })),
    },
  ];
  return groups.filter((group) => group.lanes.length > 0);
}

/** Percent of a strip's height. */
const boxes: Record<LaneSpan['look'], { y: number; height: number }> = {
  ...{ good: { y: 65, height: 35 }, middling: { y: 35, height: 65 }, risk: { y: 25, height: 75 } },
  ...{ bad: { y: 0, height: 100 }, quiet: { y: 85, height: 15 }, unknown: { y: 0, height: 100 } },
};

export function Strip({
  spans,
  range,
  hatch,
  small,
}: {
  spans: readonly LaneSpan[];
  range: Range;
  hatch: string;
  small: boolean;
}) {
  return (
    <svg className={classes.strip} data-small={small || undefined} aria-hidden="true">
      {spans.map((s) => {
        const x = placeOf(s.from, range);
        // A short trouble must be seen on a long axis.
        const width = Math.max(0.25, placeOf(s.to, range) - x);
        const { y, height } = boxes[s.look];
        const box = { x: `${x}%`, width: `${width}%`, y: `${y}%`, height: `${height}%` };
        const fill = s.look === 'unknown' ? { fill: `url(#${hatch})` } : {};
        return <rect key={`${s.from} ${s.look}`} data-look={s.look} {...box} {...fill} />;
      })}
    </svg>
  );
}

/** Median, p95 and the longest; misses as ticks at the top. */
export function RttStrip({ points, range }: { points: readonly HistoryPoint[]; range: Range }) {
  const top = rttTop(points);
  const line = (of: (p: HistoryPoint) => number | null) => pathOf(points, range, top, of);
  return (
    <svg className={classes.rtt} viewBox="0 0 100 60" preserveAspectRatio="none" aria-hidden="true">
      <path className={classes.longest} d={line((p) => p.maxMs)} />
      <path className={classes.p95} d={line((p) => p.p95Ms)} />
      <path className={classes.median} d={line((p) => p.p50Ms)} />
      {points
        .filter((p) => p.misses > 0)
        .map((p) => (
          <rect
            key={p.from}
            className={classes.missed}
            x={placeOf((p.from + p.to) / 2, range)}
            y="0"
            width="0.3"
            height="9"
          />
        ))}
    </svg>
  );
}

/** With a break where nothing was answered, or nothing was asked. */
function pathOf(
  points: readonly HistoryPoint[],
  range: Range,
  top: number,
  of: (p: HistoryPoint) => number | null,
): string {
  const steps = points.slice(1).map((p, n) => p.from - (points[n]?.from ?? p.from));
  const usual = quantile(steps, 0.5) ?? 0;
  let path = '';
  let pen = 'M';
  points.forEach((p, n) => {
    const ms = of(p);
    if ((steps[n - 1] ?? 0) > 4 * usual) pen = 'M';
    if (ms !== null) {
      const y = 60 - (Math.min(ms, top) / top) * 56;
      path += `${pen}${placeOf((p.from + p.to) / 2, range).toFixed(2)} ${y.toFixed(1)}`;
    }
    pen = ms === null ? 'M' : 'L';
  });
  return path;
}

/** What the axis of a strip goes up to: p95 fits, the longest may be cut off. */
export function rttTop(points: readonly HistoryPoint[]): number {
  return Math.max(10, ...points.map((p) => p.p95Ms ?? 0)) * 1.1;
}

export const rttScale = (points: readonly HistoryPoint[]): string => `to ${formatRtt(rttTop(points))} ms`;
