/** What a message says of an incident; it names no agent. */
import type { Delivery, Incident } from '#contract';
import { acknowledgeToken } from './acknowledge-token';
import type { Message } from './notifiers/port';

/**
 * @param publicUrl where people reach Holdfast, without a slash at the end; null: not known, and there are no links
 * @param key signs the link that acknowledges; null: there is none
 */
export function messageOf(delivery: Delivery, publicUrl: string | null, key: Uint8Array | null = null): Message {
  const { id, incident, bundled } = delivery;
  const transition = transitionOf(delivery);
  const pageOf = (incidentId: string) =>
    publicUrl === null ? null : `${publicUrl}/incidents/${encodeURIComponent(incidentId)}`;
  const acknowledgeable = publicUrl !== null && key !== null && transition !== 'resolved';
  return {
    ...{ key: id, transition, incident, bundled, link: pageOf(incident.id), test: false },
    subject: subjectOf(incident, transition, bundled.length),
    lines: [...linesOf(incident, transition), ...bundled.map((b) => lineOf(b, transition, pageOf(b.incidentId)))],
    acknowledge: acknowledgeable ? `${publicUrl}/ack/${acknowledgeToken(key, delivery)}` : null,
  };
}

/** One of several that are told together. */
function lineOf(b: Delivery['bundled'][number], transition: Message['transition'], link: string | null): string {
  const word = transition === 'resolved' ? 'resolved' : b.severity;
  return `Also: [${word}] ${b.title}${link === null ? '' : ` ${link}`}`;
}

function transitionOf({ transition }: Pick<Delivery, 'transition'>): Message['transition'] {
  if (transition.startsWith('resolved')) return 'resolved';
  return transition.startsWith('reminder') ? 'reminder' : 'opened';
}

function subjectOf(i: Incident, transition: Message['transition'], others: number): string {
  const more = others === 0 ? '' : `, and ${others} more`;
  // Its trouble may go on: under the other's name.
  if (i.mergedInto !== null)
    return `[merged] ${i.title}: told from now on as the incident that it is a duplicate of${more}`;
  if (transition === 'resolved') return `[resolved] ${i.title}, after ${lasted(i)}${more}`;
  const words = transition === 'reminder' ? `${i.severity}, still open` : i.severity;
  return `[${words}] ${i.title}${more}`;
}

function linesOf(i: Incident, transition: Message['transition']): string[] {
  const { teams, agents, agentsAtMost, servers, transports } = i.affected;
  const why = i.explanations.map(
    (x) => `${x.ruleName}: ${x.threshold}. ${x.samples.at(-1)?.text ?? ''} (held for ${seconds(x.pendingForMs)})`,
  );
  return [
    `First sign: ${iso(i.firstSignAt)}`,
    ...(i.mergedInto === null ? [] : [`Goes on in: ${i.mergedInto}`]),
    ...(transition === 'resolved' && i.resolved !== null && i.mergedInto === null
      ? [`Over: ${iso(i.resolved.time)}, after ${lasted(i)}`]
      : []),
    ...(i.cause.outage === null ? [] : [`Cause: ${i.cause.outage}`]),
    ...(i.cause.failure === null ? [] : [`Failure: ${i.cause.failure.kind} ${i.cause.failure.condition}`]),
    ...(servers.length === 0 ? [] : [`Servers: ${servers.join(', ')}`]),
    ...(transports.length === 0 ? [] : [`Sessions: ${transports.join(', ')}`]),
    ...(agentsAtMost === 0 ? [] : [`Agents: ${agents} now, ${agentsAtMost} at the most`]),
    ...(teams.length === 0 ? [] : [`Teams: ${teams.map((t) => `${t.name} ${t.agents}`).join(', ')}`]),
    ...why,
    ...(i.reopened === 0 ? [] : [`It has come back ${i.reopened} times.`]),
  ];
}

function lasted(i: Incident): string {
  return seconds((i.resolved?.time ?? i.openedAt) - i.firstSignAt);
}

/** `45 s`, `12 min`, `3 h 05 min` */
function seconds(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1_000));
  if (s < 120) return `${s} s`;
  const min = Math.round(s / 60);
  return min < 120 ? `${min} min` : `${Math.floor(min / 60)} h ${String(min % 60).padStart(2, '0')} min`;
}

const iso = (at: number): string => new Date(at).toISOString();
