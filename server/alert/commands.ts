/** What people do with incidents: acknowledge, note, assign, resolve, silence. */
import type { AlertCommand, EpochMs, Event, Incident } from '#contract';
import { resolvedIncident, said } from '../domain/alert/incident';
import type { AlertEngine } from './engine';

export type Outcome = { ok: true; event: Event } | { ok: false; message: string };

export interface AlertCommandDeps {
  engine: Pick<AlertEngine, 'incident' | 'change' | 'silence' | 'silences'>;
  /** On the wall clock. */
  now(): EpochMs;
  uuid(): string;
}

export function createAlertCommands({ engine, now, uuid }: AlertCommandDeps) {
  return async (command: AlertCommand, actor: string): Promise<Outcome> => {
    const at = now();
    switch (command.command) {
      case 'create-silence': {
        const { matchers, reason, forMs } = command;
        const silence = { id: uuid(), matchers, reason, author: actor, startsAt: at, expiresAt: at + forMs };
        return { ok: true, event: await engine.silence(silence, actor) };
      }
      case 'end-silence': {
        const silence = engine.silences().find((s) => s.id === command.silenceId);
        if (silence === undefined) return { ok: false, message: 'There is no such silence in force.' };
        return { ok: true, event: await engine.silence({ ...silence, expiresAt: at }, actor) };
      }
      case 'retry-delivery':
      case 'test-channel':
      case 'save-rule':
      case 'remove-rule':
      case 'plan-maintenance':
      case 'cancel-maintenance':
      case 'merge-incident':
        return { ok: false, message: 'This is not possible yet.' };
      default: {
        const incident = engine.incident(command.incidentId);
        if (incident === undefined)
          return { ok: false, message: 'There is no such incident that could be changed now.' };
        const next = changed(incident, command, actor, at);
        if (typeof next === 'string') return { ok: false, message: next };
        return { ok: true, event: engine.change(next) };
      }
    }
  };
}

type OfIncident = Exclude<Extract<AlertCommand, { incidentId: string }>, { command: 'merge-incident' }>;

/** @returns a sentence where that makes no sense */
function changed(i: Incident, command: OfIncident, actor: string, at: EpochMs): Incident | string {
  switch (command.command) {
    case 'acknowledge-incident': {
      if (i.status === 'resolved') return 'It is over already.';
      if (i.acknowledged !== null) return `${i.acknowledged.who} has acknowledged it already.`;
      const timeline = [...i.timeline, said(at, 'acknowledged', 'acknowledged', actor)];
      return { ...i, acknowledged: { time: at, who: actor }, timeline };
    }
    case 'note-incident':
      return { ...i, timeline: [...i.timeline, said(at, 'note', command.text, actor)] };
    case 'assign-incident': {
      const timeline = [...i.timeline, said(at, 'assigned', `to ${command.to}`, actor)];
      return { ...i, assignedTo: command.to, timeline };
    }
    case 'resolve-incident':
      return i.status === 'resolved' ? 'It is over already.' : resolvedIncident(i, at, actor);
  }
}
