/** An agent's side, state and verdict as the table says them. Pure. */
import type { AgentView, Deadline, FinesseSide, PresenceHealth } from '#contract';
import { healthWord, willWords } from '../health/words';

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

/** The verdict without times, which have columns of their own: `At risk: sets Not Ready`. */
export function verdictWords(health: PresenceHealth): string {
  switch (health.kind) {
    case 'at-risk': {
      const race = health.connectedOn === null ? '' : `, connected on ${health.connectedOn}`;
      return `At risk: ${health.side} ${willWords(health.will)}${race}`;
    }
    case 'forced-out': {
      const back = health.connectedOn === null ? '' : `, connected on ${health.connectedOn}`;
      return `Forced out: ${health.outcome === 'forced-logout' ? 'logged out' : 'set Not Ready'}${back}`;
    }
    case 'connected':
    case 'unstable':
    case 'logged-out':
    case 'unknown':
      return healthWord(health.kind);
  }
}
