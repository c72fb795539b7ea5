/** What people do with incidents, and what they set up of alerting. */
import { type AlertCommand, completeRule, type Event, type Fact, type PlannedWindow } from '#contract';
import { refusalOfCancelling, refusalOfPlanning, refusalOfRemoving, refusalOfSaving } from '../domain/alert/planning';
import { StoreError } from '../store/store-error';
import { type Time, wallNow } from '../time/time';
import type { AlertEngine } from './engine';
import { createIncidentCommands, type Outcome } from './incident-commands';
import type { Notifier } from './notifiers/port';
import type { AlertSetupKeeper } from './setup';
import { testChannel } from './test-channel';

export interface AlertCommandDeps {
  engine: Pick<AlertEngine, 'find' | 'change' | 'silence' | 'silences' | 'retry'>;
  setup: Pick<AlertSetupKeeper, 'current' | 'saveRule' | 'removeRule' | 'saveWindow' | 'removeWindow'>;
  notifierOf(channel: string): Notifier | undefined;
  publicUrl(): string | null;
  /** Whether such a cluster, or such a node of it, is configured. */
  isPlace(clusterKey: string, nodeKey: string | null): boolean;
  publish(fact: Fact): Event;
  time: Time;
}

type Execute = (command: AlertCommand, actor: string) => Promise<Outcome>;

export function createAlertCommands(deps: AlertCommandDeps): Execute {
  const ofIncident = createIncidentCommands(deps);
  const execute: Execute = async (command, actor) => {
    switch (command.command) {
      case 'create-silence':
      case 'end-silence':
      case 'extend-silence':
        return silenced(command, actor, deps);
      case 'retry-delivery': {
        const event = await deps.engine.retry(command.deliveryId);
        return event === null ? refused('There is no such message that was given up.') : { ok: true, event };
      }
      case 'test-channel':
        return tested(command.channel, actor, deps);
      case 'save-rule':
      case 'remove-rule':
        return ruled(command, actor, deps);
      case 'plan-maintenance':
      case 'cancel-maintenance':
        return planned(command, actor, deps);
      default:
        return ofIncident(command, actor);
    }
  };
  return async (command, actor) => {
    try {
      return await execute(command, actor);
    } catch (error) {
      if (error instanceof StoreError) return refused('The database refuses. Nothing was changed.');
      throw error;
    }
  };
}

const refused = (message: string): Outcome => ({ ok: false, message });
type OfName<N extends AlertCommand['command']> = Extract<AlertCommand, { command: N }>;

async function silenced(
  command: OfName<'create-silence' | 'end-silence' | 'extend-silence'>,
  actor: string,
  { engine, time }: AlertCommandDeps,
): Promise<Outcome> {
  const at = wallNow(time);
  if (command.command !== 'create-silence') {
    const silence = engine.silences().find((s) => s.id === command.silenceId);
    if (silence === undefined) return refused('There is no such silence in force.');
    const expiresAt = command.command === 'end-silence' ? at : at + command.forMs;
    return { ok: true, event: await engine.silence({ ...silence, expiresAt }, actor) };
  }
  const { matchers, reason, forMs } = command;
  const silence = { id: time.uuid(), matchers, reason, author: actor, startsAt: at, expiresAt: at + forMs };
  return { ok: true, event: await engine.silence(silence, actor) };
}

async function tested(channel: string, actor: string, deps: AlertCommandDeps): Promise<Outcome> {
  const { time, publish } = deps;
  const publicUrl = deps.publicUrl();
  const notifier = deps.notifierOf(channel);
  if (notifier === undefined) return refused('There is no such channel.');
  const outcome = await testChannel({ notifier, name: channel, actor, publicUrl, time });
  return { ok: true, event: publish({ type: 'channel-tested', at: time.now(), channel, actor, ...outcome }) };
}

async function ruled(
  command: OfName<'save-rule' | 'remove-rule'>,
  actor: string,
  { setup }: AlertCommandDeps,
): Promise<Outcome> {
  const { rules } = setup.current();
  if (command.command === 'remove-rule') {
    const refusal = refusalOfRemoving(command.ruleKey, rules);
    return refusal !== null ? refused(refusal) : { ok: true, event: await setup.removeRule(command.ruleKey, actor) };
  }
  const refusal = refusalOfSaving(command.rule, rules);
  if (refusal !== null) return refused(refusal);
  return { ok: true, event: await setup.saveRule(completeRule(command.rule, 'own'), actor) };
}

async function planned(
  command: OfName<'plan-maintenance' | 'cancel-maintenance'>,
  actor: string,
  { setup, isPlace, time }: AlertCommandDeps,
): Promise<Outcome> {
  const at = wallNow(time);
  if (command.command === 'cancel-maintenance') {
    const refusal = refusalOfCancelling(command.windowId, setup.current().windows, at);
    return refusal !== null ? refused(refusal) : { ok: true, event: await setup.removeWindow(command.windowId, actor) };
  }
  const { name, clusterKey, nodeKey, when } = command;
  const refusal = refusalOfPlanning(command, at, isPlace);
  if (refusal !== null) return refused(refusal);
  const window: PlannedWindow = { id: time.uuid(), name, clusterKey, nodeKey, when, origin: 'own', author: actor };
  return { ok: true, event: await setup.saveWindow(window, actor) };
}
