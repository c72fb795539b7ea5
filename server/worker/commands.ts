/** Carries out commands: each becomes a fact that names who wished it, or is refused in a sentence. */
import type { AlertCommand, Command, CommandReply, EpochMs, Event, Fact } from '#contract';
import type { Fleet } from '../monitor/fleet';

export interface CommandDeps {
  now(): EpochMs;
  publish(fact: Fact): Event;
  fleet: Pick<Fleet, 'execute'>;
  /** Whether agents of this cluster are watched. */
  hasAgents(clusterKey: string): boolean;
  /** Tries a Finesse server's accounts once more. @returns null, or why not */
  retryAccounts(clusterKey: string, nodeKey: string): string | null;
  /** What people do with incidents and silences. */
  alerts(command: AlertCommand, actor: string): Promise<{ ok: true; event: Event } | { ok: false; message: string }>;
}

export function createCommands(deps: CommandDeps): (command: Command) => Promise<CommandReply> {
  return async (command) => {
    const { actor, idempotencyKey } = command;
    const who = { at: deps.now(), actor, idempotencyKey };
    switch (command.command) {
      case 'view-agent': {
        const { clusterKey, loginId } = command;
        if (!deps.hasAgents(clusterKey)) return refused(`Nobody is watched in ${clusterKey}.`);
        return accepted(deps.publish({ type: 'agent-viewed', ...who, clusterKey, loginId }));
      }
      case 'retry-accounts': {
        const { clusterKey, nodeKey } = command;
        const refusal = deps.retryAccounts(clusterKey, nodeKey);
        if (refusal !== null) return refused(refusal);
        return accepted(deps.publish({ type: 'accounts-retried', ...who, clusterKey, nodeKey }));
      }
      case 'export-incident': {
        const { incidentId, what, names } = command;
        return accepted(deps.publish({ type: 'incident-exported', ...who, incidentId, what, names }));
      }
      case 'acknowledge-incident':
      case 'note-incident':
      case 'assign-incident':
      case 'resolve-incident':
      case 'create-silence':
      case 'end-silence':
      case 'extend-silence':
      case 'merge-incident':
      case 'retry-delivery':
      case 'test-channel':
      case 'save-rule':
      case 'remove-rule':
      case 'plan-maintenance':
      case 'cancel-maintenance': {
        const outcome = await deps.alerts(command, actor);
        return outcome.ok ? accepted(outcome.event) : refused(outcome.message);
      }
      default: {
        const refusal = deps.fleet.execute(command);
        if (refusal !== null) return refused(refusal);
        const { command: name, targetKey } = command;
        return accepted(deps.publish({ type: 'command-accepted', ...who, command: name, targetKey }));
      }
    }
  };
}

function accepted(event: Event): CommandReply {
  return { status: 'accepted', eventId: event.eventId };
}

function refused(message: string): CommandReply {
  return { status: 'refused', message };
}
