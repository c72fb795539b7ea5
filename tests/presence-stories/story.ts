/** The story that the product told, in a few lines that a test can compare; seconds since the scenario began. */
import type { Disconnect } from '../../server/contract';
import type { Watched } from './watch';

const round = (s: number): number => Math.round(s);

/**
 * e.g. `at risk: 14 at 30, seen, to 2 s`, `forced-not-ready: 5 at 90-108`, `back: 3 on A, 2 on B`, `group: 14 at 30, site-or-path Lyon, 5 out`,
 * `outage: A notification-service at 120-182`, `unknown: 128 feed-stale`.
 */
export function storyOf(w: Watched, times?: 'without times'): string[] {
  const lines = [...[riskLines(w), endLines(w), backLines(w), unstableLines(w), groupLines(w), outageLines(w)].flat()];
  return times === undefined ? lines : lines.map((line) => line.replace(/ at -?[\d-]+/, ''));
}

function spanOf(w: Watched, times: readonly number[]): string {
  const [from, to] = [Math.min(...times), Math.max(...times)].map((at) => round(w.at({ at })));
  return from === to ? `at ${from}` : `at ${from}-${to}`;
}

function riskLines(w: Watched): string[] {
  const risks = w.told.risks();
  const lines = (['seen', 'inferred'] as const).flatMap((sure) => {
    const those = risks.filter((risk) => risk.sure === sure);
    if (those.length === 0) return [];
    const first = new Map<string, number>();
    for (const { loginId, at } of those) if (!first.has(loginId)) first.set(loginId, at);
    const widest = Math.max(0, ...those.map((r) => (r.deadline.latest ?? r.deadline.earliest) - r.deadline.earliest));
    const width = `to ${Math.ceil(widest / 1000)} s`;
    return [`at risk: ${first.size} ${spanOf(w, [...first.values()])}, ${sure}, ${width}`];
  });
  return lines;
}

/** Of lost connections and of stays that ended otherwise, once per agent and outcome. */
function endLines(w: Watched): string[] {
  const ends = new Map<string, number[]>();
  const add = (outcome: string, at: number): void => void ends.set(outcome, [...(ends.get(outcome) ?? []), at]);
  for (const { end } of w.told.disconnects()) if (end !== null) add(end.outcome, end.at);
  for (const { health } of w.told.of('agent-health-changed'))
    if (health.kind === 'logged-out' && health.at > w.startMs) add(health.outcome, health.at);
  return [...ends].sort().map(([outcome, times]) => `${outcome}: ${times.length} ${spanOf(w, times)}`);
}

const isOut = ({ end }: Disconnect): boolean => end?.outcome === 'forced-logout' || end?.outcome === 'forced-not-ready';

function backLines(w: Watched): string[] {
  const ended = w.told.disconnects();
  const where = (those: readonly Disconnect[]): string => {
    const on = (side: 'A' | 'B' | null) => those.filter((d) => d.returned !== null && d.returned.side === side).length;
    const open = those.filter((d) => d.returned === null).length;
    const parts = [`${on('A')} on A`, `${on('B')} on B`, `${on(null)} somewhere`, `${open} not`];
    return parts.filter((part) => !part.startsWith('0 ')).join(', ');
  };
  const [out, inTime] = [ended.filter(isOut), ended.filter((d) => !isOut(d))];
  return [
    ...(out.length === 0 ? [] : [`back after it: ${where(out)}`]),
    ...(inTime.length === 0 ? [] : [`back in time: ${where(inTime)}`]),
  ];
}

function unstableLines({ told }: Watched): string[] {
  const unstable = told.like(/unstable/).length;
  return unstable === 0 ? [] : [`unstable: ${unstable}`];
}

function groupLines(w: Watched): string[] {
  return w.told.groups().map(({ from, to, size, scope, where, forcedOut }) => {
    const out = forcedOut === 0 ? '' : `, ${forcedOut} out`;
    return `group: ${size} ${spanOf(w, [from, to])}, ${scope}${where === null ? '' : ` ${where}`}${out}`;
  });
}

function outageLines(w: Watched): string[] {
  return w.told.outages().map(({ side, outage, overAt }) => {
    // when an unknown trouble is noticed and over is a matter of our own reconnecting
    const since = outage.cause === 'undetermined' ? '' : ` from ${round(w.at({ at: outage.since }))}`;
    return `outage: ${side} ${outage.cause}${since}${overAt === null ? '' : ', over'}`;
  });
}
