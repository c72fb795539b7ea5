/** An agent's name, side and state as the table says them. Pure. */
import type { AgentProfile, AgentView, Deadline, FinesseSide } from '#contract';

/** First and last name, or the login id where the directory tells none. */
export function nameOf(agent: Pick<AgentProfile, 'firstName' | 'lastName'> & { loginId: string }): string {
  const name = [agent.firstName, agent.lastName].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? agent.loginId : name;
}

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
