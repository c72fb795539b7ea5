/** An agent's side, state and verdict as the table says them. Pure. */
import type { AgentView, Deadline, FinesseSide, FinesseWill, PresenceHealth } from '#contract';
import { healthWord } from '../health/words';

/** The side that counts: where the agent is connected, or was last; null: not told. */
export function sideOf({ health }: Pick<AgentView, 'health'>): FinesseSide | null {
  switch (health.kind) {
    case 'connected':
    case 'unstable':
      return health.side;
    case 'at-risk':
    case 'forced-out':
      return health.connectedOn ?? health.side;
    case 'logged-out':
    case 'unknown':
      return null;
  }
}

export function deadlineOf({ health }: Pick<AgentView, 'health'>): Deadline | null {
  return health.kind === 'at-risk' ? health.deadline : null;
}

/** `NOT_READY` → `Not Ready`, `WORK_READY` → `Work Ready`; '' → `Not known`. */
export function stateWords(state: string | null): string {
  if (state === null || state === '') return 'Not known';
  return state
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join(' ');
}

/** The verdict in few words, without the times that have columns of their own: `At risk: A sets Not Ready`. */
export function verdictWords(health: PresenceHealth): string {
  switch (health.kind) {
    case 'at-risk': {
      if (health.connectedOn !== null) return `At risk: ${health.side} may act, on ${health.connectedOn} now`;
      return `At risk: ${health.side} ${riskWords[health.will]}`;
    }
    case 'forced-out': {
      const back = health.connectedOn === null ? '' : `, on ${health.connectedOn} now`;
      return `Forced out: ${health.outcome === 'forced-logout' ? 'logged out' : 'Not Ready'}${back}`;
    }
    case 'connected':
    case 'unstable':
    case 'logged-out':
    case 'unknown':
      return healthWord(health.kind);
  }
}

const riskWords: Record<FinesseWill, string> = {
  logout: 'logs out',
  'not-ready': 'sets Not Ready',
  'after-call': 'acts after the call',
};
