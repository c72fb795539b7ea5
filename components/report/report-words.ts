/** A month in words and its figures as text. Pure. */
import type { AvailabilityRow, MonthReport, PresenceOutcome } from '#contract';
import { transportName } from '../format/names';
import { formatCount, formatDuration, plural } from '../format/units';
import { availabilityText } from '../history/availability-words';

export const outcomeWords: Partial<Record<PresenceOutcome, string>> = {
  'forced-logout': 'Signed out by Finesse',
  'forced-not-ready': 'Set Not Ready by Finesse',
};

/** What the page says first. */
export function reportSentence(report: MonthReport): string {
  const whole = report.availability.find((r) => r.level === 'cluster');
  const forced = report.forcedOuts.reduce((sum, f) => sum + f.count, 0);
  const closed = report.forcedOuts.reduce((sum, f) => sum + f.closed, 0);
  const apart = closed === 0 ? '' : ` ${formatCount(closed)} closed without signing out, counted apart.`;
  const lost = report.losses.reduce((sum, l) => sum + l.count, 0);
  const available = whole === undefined ? 'Nothing was watched.' : `${availabilityText(whole.tally).sentence}.`;
  const agents =
    forced === 0
      ? 'No agent was forced out on record.'
      : `${plural(forced, 'agent was', 'agents were')} forced out, ${formatCount(agentMinutes(report))} agent-minutes lost.`;
  return `${available} ${plural(lost, 'session')} lost. ${agents}${apart}`;
}

export function agentMinutes({ forcedOuts }: Pick<MonthReport, 'forcedOuts'>): number {
  return Math.round(forcedOuts.reduce((sum, f) => sum + f.lostMs, 0) / 60_000);
}

/** `Finesse A, BOSH`, by the rows of availability. */
export function targetNames(rows: readonly AvailabilityRow[]): (key: string) => string {
  const names = new Map(
    rows.flatMap((r) =>
      r.level === 'target' ? [[r.key, `${r.nodeName}, ${r.transport === null ? '' : transportName(r.transport)}`]] : [],
    ),
  );
  return (key) => names.get(key) ?? key;
}

export function timeOr0(ms: number): string {
  return ms === 0 ? '0' : formatDuration(ms);
}

/** What is more or less than the month before, in percent; null = there was nothing before. */
export function changeWords(now: number | null, before: number | null): string {
  if (now === null || before === null || before === 0) return '–';
  const percent = Math.round((now / before - 1) * 100);
  return percent === 0 ? '±0 %' : `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`;
}
