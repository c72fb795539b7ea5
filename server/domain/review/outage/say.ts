/** Times and figures of a review in plain text, for documents that leave the house. */
import type { EpochMs, OutageReview } from '#contract';
import { wallOf } from '../../history/calendar';

/** `2026-11-20 09:14:05`, by the clocks of the zone. */
export function timeText(at: EpochMs, zone: string): string {
  return new Date(wallOf(zone, at)).toISOString().slice(0, 19).replace('T', ' ');
}

/** `48 s`, `12 min 05 s`, `3 h 04 min`; `–`: not known */
export function lengthText(ms: number | null): string {
  if (ms === null) return '–';
  const s = Math.max(0, Math.round(ms / 1_000));
  if (s < 120) return `${s} s`;
  const two = (n: number) => String(n).padStart(2, '0');
  const min = Math.floor(s / 60);
  return min < 120 ? `${min} min ${two(s % 60)} s` : `${Math.floor(min / 60)} h ${two(min % 60)} min`;
}

export function scopeText({ incident, agents }: OutageReview): string {
  const { servers, transports, teams } = incident.affected;
  const named = (agents?.teams ?? teams).map((t) => `${t.name} (${t.agents})`);
  return [
    ...(servers.length === 0 ? [] : [`servers ${servers.join(', ')}`]),
    ...(transports.length === 0 ? [] : [`sessions ${transports.join(', ')}`]),
    ...(agents === null || agents.affected === 0
      ? []
      : [agents.affected === 1 ? '1 agent' : `${agents.affected} agents`]),
    ...(named.length === 0 ? [] : [`teams ${named.join(', ')}`]),
  ].join('; ');
}

/** A lane's name in a document: the pseudonym without what says that it is one. */
export function laneName({ id, name }: OutageReview['lanes'][number]): string {
  return name === null ? `Agent ${id.replace(/^pseudonym:/, '').slice(0, 8)}` : `${name} (${id})`;
}
