/** A disconnect in one line of a list: what became of it. Pure. */
import { type Disconnect, type HealthKind, isForcedOut } from '#contract';
import { outcomeWords } from '../health/words';

export function markOf(d: Disconnect): HealthKind {
  if (isForcedOut(d)) return 'forced-out';
  if (d.end !== null) return 'logged-out';
  if (d.returned !== null) return 'connected';
  if (d.closedAt === null) return d.deadline === null ? 'unknown' : 'at-risk';
  return 'unknown';
}

/** `Set Not Ready by Finesse, back on B`, `Back in time on A`, `Going on` */
export function disconnectWords(d: Disconnect): string {
  const on = d.returned?.side == null ? '' : ` on ${d.returned.side}`;
  if (d.end !== null) {
    const words = isForcedOut(d)
      ? outcomeWords(d.end.outcome)
      : `${stateWord(d.end.state)} ${outcomeWords(d.end.outcome)}`;
    const back = d.returned === null ? (d.closedAt === null ? ', still out' : '') : `, back${on}`;
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}${back}`;
  }
  if (d.returned !== null) return d.closedAt === null ? `Back${on}, still watched` : `Back in time${on}`;
  return d.closedAt === null ? 'Going on' : 'What became of it was not seen';
}

const stateWord = (state: string): string => (state === 'LOGOUT' ? 'logged out' : 'Not Ready');
