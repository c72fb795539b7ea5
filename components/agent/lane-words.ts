/** A span of a lane in words, for its tooltip and for the table beside the chart. Pure. */
import type { PresenceHealth } from '#contract';
import { stateWords } from '../agents/agent-words';
import { plural } from '../format/units';
import { healthWord, outcomeWords, unknownWords, willWords } from '../health/words';
import type { LaneSpan } from './lanes';

export function spanWords(span: LaneSpan): string {
  if (span.several !== undefined) {
    const { changes, disconnects } = span.several;
    return `${plural(changes, 'change')}, ${disconnects === 0 ? 'no disconnect' : plural(disconnects, 'disconnect')}: zoom in to see them`;
  }
  if (span.state !== null) return stateWords(span.state);
  return span.health === null ? 'Not observed' : verdictInFull(span.health);
}

/** Without times: those stand beside it. */
export function verdictInFull(health: PresenceHealth): string {
  const word = healthWord(health.kind);
  switch (health.kind) {
    case 'connected':
      return health.side === null ? `${word}, side not told` : `${word} on ${health.side}`;
    case 'unstable':
      return health.side === null ? word : `${word} on ${health.side}`;
    case 'at-risk': {
      const race = health.connectedOn === null ? '' : `, connected on ${health.connectedOn}`;
      return `${word}: clock of ${health.side} runs (${willWords(health.will)})${race}`;
    }
    case 'forced-out': {
      const by = health.side === null ? '' : ` by ${health.side}`;
      const back = health.connectedOn === null ? '' : `, connected on ${health.connectedOn}`;
      return `${word}: ${health.outcome === 'forced-logout' ? 'logged out' : 'set Not Ready'}${by}${back}`;
    }
    case 'logged-out':
      return `${word}, ${outcomeWords(health.outcome)}`;
    case 'unknown':
      return `${word}: ${unknownWords(health)}`;
  }
}
