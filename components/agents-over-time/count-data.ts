/** Counts of agents as their charts take them, and in words and rows. Pure. */
import type { AgentCountsSeries, ClusterMarks, CountPoint, EpochMs } from '#contract';
import type { XY } from '../charts/axes';
import type { CountData, CountLine } from '../charts/count-chart';
import { roundTop } from '../charts/day-series';
import type { Axis } from '../charts/history-config';
import { middleOf, placedOn } from '../charts/history-data';
import { formatMoment } from '../format/clock';
import { formatCount, formatDuration } from '../format/units';
import { linesOf } from '../history/chart-data';

type Place = (at: EpochMs) => EpochMs;
type Of = (p: CountPoint) => number;

/** Answering or not: there. The extremes of both together lie within the sums of theirs. */
const here = {
  mean: (p: CountPoint) => p.connected.mean + p.unstable.mean,
  min: (p: CountPoint) => p.connected.min + p.unstable.min,
  max: (p: CountPoint) => p.connected.max + p.unstable.max,
};

const plain: Omit<CountLine, 'values' | 'colour'> = { width: 1.5, dash: [], fill: null, stepped: false };

export interface CountCharts {
  connected: CountData;
  trouble: CountData;
}

/** @param other the same a week before, on the axis of this one */
export function countCharts(
  axis: Axis,
  series: AgentCountsSeries,
  other: AgentCountsSeries | null,
  marks: ClusterMarks | null,
): CountCharts {
  const own = (of: Of) => lineOf(series, of, (at) => at);
  const beside = (of: Of) => (other === null ? [] : lineOf(other, of, placedOn(other, series)));
  const most = (of: Of) => Math.max(0, ...series.points.map(of), ...(other?.points ?? []).map(of));
  const common = { axis, gaps: gapsOf(series), marks: marks === null ? [] : linesOf(marks) };
  const another = (values: XY[], stepped: boolean): CountLine => ({
    ...{ ...plain, values, stepped, colour: (p) => p.other, dash: [5, 3] },
  });
  return {
    connected: {
      ...{ ...common, size: 'tall', top: roundTop(most((p) => here.max(p) + p.unknown.mean)) },
      lines: [
        { ...plain, values: own(here.max), colour: (p) => p.line, width: 0.75 },
        { ...plain, values: own(here.min), colour: (p) => p.line, width: 0, fill: { to: '-1', alpha: 0.3 } },
        { ...plain, values: own(here.mean), colour: (p) => p.text },
        another(beside(here.mean), false),
      ],
      unknown: { lower: own(here.mean), upper: own((p) => here.mean(p) + p.unknown.mean) },
    },
    trouble: {
      ...{ ...common, size: 'low', unknown: null },
      top: roundTop(
        Math.max(
          4,
          most((p) => Math.max(p.atRisk.max, p.forcedOut.max)),
        ),
      ),
      lines: [
        {
          ...{ ...plain, values: own((p) => p.atRisk.max), colour: (p) => p.risk, stepped: true },
          fill: { to: 'origin', alpha: 0.18 },
        },
        { ...plain, values: own((p) => p.forcedOut.max), colour: (p) => p.bad, dash: [4, 3], stepped: true },
        another(
          beside((p) => p.atRisk.max),
          true,
        ),
      ],
    },
  };
}

/** A slot in which nothing was counted breaks the line. */
function lineOf({ points, stepMs }: AgentCountsSeries, of: Of, place: Place): XY[] {
  return points.flatMap((p, i) => {
    const before = points[i - 1];
    const own = { x: place(middleOf(p)), y: of(p) };
    const gap = before !== undefined && p.from - before.to >= stepMs / 2;
    return gap ? [{ x: place(before.to), y: Number.NaN }, own] : [own];
  });
}

/** When nobody counted; of the running slot nothing is said yet. */
export function gapsOf({ points, stepMs, from, to }: AgentCountsSeries): { from: EpochMs; to: EpochMs }[] {
  const gaps: { from: EpochMs; to: EpochMs }[] = [];
  let at = from;
  for (const p of [...points, { from: to - stepMs, to }]) {
    if (p.from - at >= stepMs / 2) gaps.push({ from: at, to: p.from });
    at = Math.max(at, p.to);
  }
  return gaps;
}

export function connectedWords({ whole }: AgentCountsSeries): string {
  if (whole === null) return 'Nothing was counted in this range.';
  const [least, most] = [here.min(whole), here.max(whole)];
  const unknown = whole.unknown.max > 0 ? `; at most ${formatCount(whole.unknown.max)} unknown` : '';
  if (least === most) return `${formatCount(most)} all the time${unknown}`;
  return `${formatCount(least)} to ${formatCount(most)}, ${formatCount(Math.round(here.mean(whole)))} on average${unknown}`;
}

export function troubleWords({ whole, points }: AgentCountsSeries, zone: string | undefined, to: EpochMs): string {
  if (whole === null) return '';
  const when = (of: Of, most: number) => {
    const worst = points.find((p) => of(p) === most);
    return worst === undefined ? '' : ` at ${formatMoment(worst.from, to, zone)}`;
  };
  const { max: risk } = whole.atRisk;
  const { max: out } = whole.forcedOut;
  const atRisk =
    risk === 0 ? 'nobody at risk' : `at most ${formatCount(risk)} at risk${when((p) => p.atRisk.max, risk)}`;
  const forced =
    out === 0 ? 'nobody forced out' : `at most ${formatCount(out)} forced out${when((p) => p.forcedOut.max, out)}`;
  const words = `${atRisk}, ${forced}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `180 connected (170 to 190), 3 at risk, 1 forced out, 2 unknown`; of trouble and the unknown the most. */
export function countWords(p: CountPoint): string {
  const [least, mean, most] = [here.min(p), Math.round(here.mean(p)), here.max(p)];
  const spread = least === most ? '' : ` (${formatCount(least)} to ${formatCount(most)})`;
  const unknown = p.unknown.max > 0 ? `, ${formatCount(p.unknown.max)} unknown` : '';
  return `${formatCount(mean)} connected${spread}, ${formatCount(p.atRisk.max)} at risk, ${formatCount(p.forcedOut.max)} forced out${unknown}`;
}

export const countHead = [
  ...[
    'From',
    'Connected least',
    'on average',
    'most',
    'At risk most',
    'Forced out most',
    'Unknown most',
    'Counted for',
  ],
];

export function countRows({ points }: AgentCountsSeries, when: (at: EpochMs) => string): string[][] {
  return points.map((p) => [
    ...[when(p.from), formatCount(here.min(p)), formatCount(Math.round(here.mean(p))), formatCount(here.max(p))],
    ...[p.atRisk.max, p.forcedOut.max, p.unknown.max].map(formatCount),
    formatDuration(p.minutes * 60_000),
  ]);
}
