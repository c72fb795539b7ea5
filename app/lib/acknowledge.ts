/** What a signed link of a message leads to, and the acknowledgement that is made with it. */
import { createHash } from 'node:crypto';
import type { Incident } from '#contract';
import { type AcknowledgeClaims, openAcknowledgeToken } from '../../server/alert/acknowledge-token';
import { audit } from './audit-log';
import { loadIncident } from './incidents';
import { wallTime } from './time';
import { sendCommand, ticketKey } from './worker';

export type Acknowledgeable =
  /** It may be acknowledged. */
  | { kind: 'open'; incident: Incident }
  /** Just now, by this link. */
  | { kind: 'done'; incident: Incident; who: string }
  | { kind: 'acknowledged'; incident: Incident; who: string; at: number }
  | { kind: 'over'; incident: Incident }
  | { kind: 'forged' }
  | { kind: 'expired' }
  /** Its incident is kept no longer. */
  | { kind: 'gone' }
  /** The worker refused, with its reason; null: worker or database did not answer. */
  | { kind: 'failed'; incident: Incident | null; reason: string | null };

/** Changes nothing. Never throws. */
export async function lookUp(token: string): Promise<Acknowledgeable> {
  return (await read(token)).found;
}

/** Never throws. */
export async function acknowledge(token: string, headers: Headers): Promise<Acknowledgeable> {
  const { claims, found } = await read(token);
  if (claims === null || found.kind !== 'open') return found;
  const { incident } = found;
  const who = `via ${claims.channel}`;
  const answer = await sendCommand({
    ...{ command: 'acknowledge-incident', incidentId: incident.id, actor: who },
    idempotencyKey: onceFor(token, incident),
  });
  if (answer === null) return { kind: 'failed', incident, reason: null };
  const { reply } = answer;
  if (reply.status === 'refused') return { kind: 'failed', incident, reason: reply.message };
  await audit(headers, { actor: who, action: 'acknowledge-incident', subject: incident.id });
  return { kind: 'done', incident, who };
}

interface Read {
  claims: AcknowledgeClaims | null;
  found: Acknowledgeable;
}

async function read(token: string): Promise<Read> {
  const at = wallTime();
  const opened = openAcknowledgeToken(ticketKey(), token, at);
  if (opened.status === 'refused') return { claims: null, found: { kind: opened.reason } };
  const { claims } = opened;
  try {
    const incident = await goingOn(claims.incidentId);
    return { claims, found: incident === null ? { kind: 'gone' } : stateOf(incident) };
  } catch (error) {
    console.error(error);
    return { claims, found: { kind: 'failed', incident: null, reason: null } };
  }
}

const MERGES_AT_MOST = 5;

/** The incident, or the one that goes on for it since it was merged. */
async function goingOn(id: string, merges = 0): Promise<Incident | null> {
  // Whoever holds the signed link may see this much of it.
  const incident = (await loadIncident({ teams: null }, id))?.incident ?? null;
  const into = incident?.mergedInto ?? null;
  return into === null || merges === MERGES_AT_MOST ? incident : ((await goingOn(into, merges + 1)) ?? incident);
}

function stateOf(incident: Incident): Acknowledgeable {
  const { acknowledged, status } = incident;
  if (status === 'resolved') return { kind: 'over', incident };
  if (acknowledged === null) return { kind: 'open', incident };
  return { kind: 'acknowledged', incident, who: acknowledged.who, at: acknowledged.time };
}

/** Pressed twice it acts once; after the incident has come back the same link acts again. */
function onceFor(token: string, { reopened }: Incident): string {
  return createHash('sha256').update(`acknowledge ${reopened} ${token}`).digest('base64url');
}
