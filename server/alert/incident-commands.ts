/** What people do with one incident: acknowledge, note, assign, resolve, merge. */
import type { AlertCommand, EpochMs, Event, Incident } from '#contract';
import { resolvedIncident, said } from '../domain/alert/incident';
import { mergedIncidents, refusalOfMerging } from '../domain/alert/merging';
import { type Time, wallNow } from '../time/time';
import type { AlertEngine } from './engine';

export type Outcome = { ok: true; event: Event } | { ok: false; message: string };

type OfIncident = Extract<AlertCommand, { incidentId: string }>;
type Change = Exclude<OfIncident, { command: 'merge-incident' }>;

export function createIncidentCommands({ engine, time }: { engine: Pick<AlertEngine, 'find' | 'change'>; time: Time }) {
  return async (command: OfIncident, actor: string): Promise<Outcome> => {
    const at = wallNow(time);
    const incident = await engine.find(command.incidentId);
    if (incident === undefined) return { ok: false, message: 'There is no such incident.' };
    if (command.command === 'merge-incident') {
      const other = await engine.find(command.into);
      if (other === undefined) return { ok: false, message: 'There is no such incident to merge it into.' };
      const refusal = refusalOfMerging(incident, other);
      if (refusal !== null) return { ok: false, message: refusal };
      const { duplicate, into } = mergedIncidents(incident, other, at, actor);
      return { ok: true, event: engine.change(duplicate, into) };
    }
    const next = changed(incident, command, actor, at);
    return typeof next === 'string' ? { ok: false, message: next } : { ok: true, event: engine.change(next) };
  };
}

/** @returns a sentence where that makes no sense */
function changed(i: Incident, command: Change, actor: string, at: EpochMs): Incident | string {
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
