/** A team's agents as the shapes of one drawing: six paths, whatever the number of agents. Pure. */
import { type AgentView, type HealthKind, healthKinds } from '#contract';
import { plural } from '../format/units';
import { healthWord } from '../health/words';
import type { Totals } from './totals';

/** px from mark to mark. */
export const STEP = 12;
export const COLUMNS = 24;

export interface Marks {
  width: number;
  height: number;
  /** Path data by health; '' where nobody is. */
  paths: Record<HealthKind, string>;
}

/** The place of a mark is the place of the agent in the team: it does not move when health changes. */
export function marksOf(agents: Iterable<AgentView>): Marks {
  const paths: Record<HealthKind, string> = {
    ...{ connected: '', unstable: '', 'at-risk': '', 'forced-out': '', 'logged-out': '', unknown: '' },
  };
  let i = 0;
  for (const { health } of agents) {
    const x = (i % COLUMNS) * STEP;
    const y = Math.floor(i / COLUMNS) * STEP;
    paths[health.kind] += shapes[health.kind](x, y);
    i += 1;
  }
  return { width: COLUMNS * STEP, height: Math.max(1, Math.ceil(i / COLUMNS)) * STEP, paths };
}

/** Each shape in a box of 12 px; full, half, triangle, crossed square, hollow, broken ring. */
const shapes: Record<HealthKind, (x: number, y: number) => string> = {
  connected: (x, y) => circle(x + 2.5, y + 6, 3.5),
  unstable: (x, y) => `${circle(x + 2, y + 6, 4)}${halfHole(x, y)}`,
  'at-risk': (x, y) => `M${x + 6} ${y}l6 11.5h-12z`,
  'forced-out': (x, y) =>
    `M${x + 0.5} ${y + 0.5}h11v11h-11zM${x + 3} ${y + 4.4}l1.6 1.6-1.6 1.6 1.4 1.4 1.6-1.6 1.6 1.6 1.4-1.4-1.6-1.6 1.6-1.6-1.4-1.4-1.6 1.6-1.6-1.6z`,
  'logged-out': (x, y) => `${circle(x + 3, y + 6, 3)}`,
  unknown: (x, y) => arcs(x + 6, y + 6, 3.8),
};

function circle(left: number, cy: number, r: number): string {
  return `M${left} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** Cut out of the left of the disc, wound the same way: filled by the even-odd rule. */
function halfHole(x: number, y: number): string {
  return `M${x + 6} ${y + 3.2}a2.8 2.8 0 0 0 0 5.6z`;
}

/** Four arcs with gaps between them. */
function arcs(cx: number, cy: number, r: number): string {
  const d = Math.round(r * 0.5 * 10) / 10;
  const e = Math.round(r * 0.86 * 10) / 10;
  return [
    `M${cx - d} ${cy - e}A${r} ${r} 0 0 1 ${cx + d} ${cy - e}`,
    `M${cx + e} ${cy - d}A${r} ${r} 0 0 1 ${cx + e} ${cy + d}`,
    `M${cx + d} ${cy + e}A${r} ${r} 0 0 1 ${cx - d} ${cy + e}`,
    `M${cx - e} ${cy + d}A${r} ${r} 0 0 1 ${cx - e} ${cy - d}`,
  ].join('');
}

/** Which mark is at a point of the drawing; -1: none. */
export function markAt(x: number, y: number, count: number): number {
  const column = Math.floor(x / STEP);
  if (column < 0 || column >= COLUMNS || y < 0) return -1;
  const i = Math.floor(y / STEP) * COLUMNS + column;
  return i < count ? i : -1;
}

/** `118 agents: 114 connected, 2 at risk`: for those who do not see the marks. */
export function teamSummary(totals: Totals): string {
  const parts = healthKinds.flatMap((kind) =>
    totals[kind] === 0 ? [] : [`${totals[kind]} ${healthWord(kind).toLowerCase()}`],
  );
  return `${plural(totals.all, 'agent')}: ${parts.join(', ')}`;
}

const told: readonly HealthKind[] = ['at-risk', 'forced-out', 'unstable', 'unknown'];

/** What stands beside the name: only what needs attention. */
export function troubleWords(totals: Totals): string {
  return told
    .flatMap((kind) => (totals[kind] === 0 ? [] : [`${totals[kind]} ${healthWord(kind).toLowerCase()}`]))
    .join(' · ');
}
