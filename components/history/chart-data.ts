/** A series, and perhaps another, as the charts of a page take them. Pure. */
import { type ConnectPhase, connectPhases, type HistoryStatus, type TargetSeries } from '#contract';
import type { Axis } from '../charts/history-config';
import { type Bands, bandsOf, beyondTop, lossBars, missesOf, placedOn, topOfPoints } from '../charts/history-data';
import type { Palette } from '../charts/palette';
import type { ShadedSpan } from '../charts/shade-plugin';
import type { SmokeData } from '../charts/smoke-chart';
import type { StackData, StackLayer } from '../charts/stack-chart';
import { formatRtt } from '../format/units';

const shades: Record<HistoryStatus, ShadedSpan['kind'] | null> = {
  up: null,
  degraded: null,
  down: 'down',
  unknown: 'unknown',
  maintained: 'stopped',
};

/** What is worth an upright line: a return follows each loss anyway. */
const lined: Record<TargetSeries['marks'][number]['kind'], 'bad' | 'plain' | null> = {
  lost: 'bad',
  connected: null,
  configured: 'plain',
  certificate: 'plain',
  command: null,
  observer: null,
};

export function smokeData(axis: Axis, series: TargetSeries, other: TargetSeries | null): SmokeData {
  const topMs = topOfPoints(series.points, other?.points ?? []);
  const place = other === null ? null : placedOn(other, series);
  const beside: Bands | null = other === null || place === null ? null : bandsOf(other.points, other.stepMs, place);
  const beyond = other === null || place === null ? [] : beyondTop(other.points, topMs).map(place);
  return {
    axis,
    bands: bandsOf(series.points, series.stepMs),
    other: beside,
    spans: series.statuses.flatMap(({ status, from, to }) => {
      const kind = shades[status];
      return kind === null ? [] : [{ kind, from, to }];
    }),
    misses: missesOf(series.points),
    beyond: [...beyondTop(series.points, topMs), ...beyond],
    lines: linesOf(series),
    topMs,
  };
}

/** Upright lines of what happened, and of where an incident began. */
export function linesOf({ marks, notes }: Pick<TargetSeries, 'marks' | 'notes'>): { at: number; bad: boolean }[] {
  const begun = notes.flatMap(({ kind, from }) => (kind === 'incident' ? [{ at: from, bad: true }] : []));
  const happened = marks.flatMap(({ at, kind }) => {
    const as = lined[kind];
    return as === null ? [] : [{ at, bad: as === 'bad' }];
  });
  return [...happened, ...begun];
}

const lossTops = [1, 2, 5, 10, 25, 50, 100];

export function lossData(axis: Axis, { points, stepMs }: TargetSeries): StackData {
  const values = lossBars(points);
  const worst = Math.max(0, ...values.map((v) => v.y));
  return {
    axis,
    layers: [{ values, colour: (palette) => palette.bad }],
    top: lossTops.find((top) => top >= worst) ?? 100,
    widthMs: stepMs ?? 0,
    format: (value) => `${value} %`,
  };
}

/** Neighbours in a connect differ in lightness, as in the waterfall. */
const shadeOf: Record<ConnectPhase, number> = {
  dns: 5,
  tcp: 2,
  tls: 4,
  upgrade: 3,
  'bosh-session': 3,
  features: 1,
  sasl: 3,
  bind: 5,
  presence: 2,
  'first-ping': 4,
};

export const phaseShade = (phase: ConnectPhase): number => shadeOf[phase];

const connectTops = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000];

/** One layer per phase, and one for what failed: how long the attempt had lasted when it did. */
export function phaseData(axis: Axis, { connects }: TargetSeries): StackData {
  const good = connects.filter((c) => c.outcome === 'online');
  const failed = connects.filter((c) => c.outcome !== 'online');
  const layers: StackLayer[] = connectPhases.map((phase) => ({
    values: good.map((c) => ({ x: c.at, y: c.phases.find((p) => p.phase === phase)?.tookMs ?? 0 })),
    colour: (palette: Palette) => palette.spans[shadeOf[phase] - 1] ?? palette.line,
  }));
  layers.push({ values: failed.map((c) => ({ x: c.at, y: c.tookMs })), colour: (palette) => palette.bad });
  // What hung until it was given up must not flatten the rest: it fills the height.
  const most = Math.max(0, ...(good.length > 0 ? good : connects).map((c) => c.tookMs));
  return {
    axis,
    layers,
    top: connectTops.find((top) => top >= most) ?? most,
    widthMs: (axis.to - axis.from) / 100,
    format: (value) => (value === 0 ? '0' : formatRtt(value).replace(/\.0$/, '')),
  };
}
