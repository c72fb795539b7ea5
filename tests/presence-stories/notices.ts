/** Who is told of every scenario with the default rules: a pager, a ticket system, and supervisors in their pages. At most one page each. */
import type { Event } from '#contract';
import { replay } from '../alert/replay';

/** e.g. `pager opened server-outage page`, `in their pages: 3 team-out`, `in their pages: 1 unstable-agents, flapping`. */
export function noticesOf({ published, startMs }: { published: readonly Event[]; startMs: number }): string[] {
  const { told, incidents } = replay(published, startMs, { thenS: 1_500 });
  const inPages = new Map<string, number>();
  for (const i of incidents.filter(({ severity }) => severity === 'in-page')) {
    const what = `${i.kind}${i.flapping ? ', flapping' : ''}`;
    inPages.set(what, (inPages.get(what) ?? 0) + 1);
  }
  return [
    ...told.map((line) => line.replace(/^-?\d+ /, '')),
    ...[...inPages].sort().map(([what, n]) => `in their pages: ${n} ${what}`),
  ];
}

const outage = ['tickets opened server-outage ticket', 'tickets resolved server-outage ticket'];
const slow = [
  'tickets opened event-delay high and 1 more',
  ...['tickets resolved event-delay high', 'tickets resolved queued-tasks ticket'],
];

/** What is not here is told to nobody. */
const inCommon: Readonly<Record<string, readonly string[]>> = {
  'certificate-changed': outage,
  'cti-loss': outage,
  demo: outage,
  'failover-and-back': [
    ...['tickets opened server-outage ticket', 'pager opened server-outage page', 'tickets opened server-outage page'],
    ...['pager resolved server-outage page', 'tickets resolved server-outage page'],
  ],
  'notification-restart': outage,
  // both sides have lost the same peer: two incidents, in one message
  'pg-reset': outage.map((line) => `${line} and 1 more`),
  'shift-end': ['in their pages: 13 team-out'],
  'slow-server': slow,
  'uccx-standby': [...outage, 'in their pages: 2 team-out'],
};

export const generousNotices: typeof inCommon = {
  ...inCommon,
  'glitch-to-a': ['in their pages: 3 team-out'],
  'wifi-corner': ['in their pages: 1 unstable-agents, flapping'],
};

/** Where nobody sees people come back, they are missing. */
export const pessimisticNotices: typeof inCommon = {
  ...inCommon,
  'glitch-to-a': [
    ...['pager opened group-disconnect page', 'tickets opened group-disconnect page', 'in their pages: 3 team-out'],
  ],
};
