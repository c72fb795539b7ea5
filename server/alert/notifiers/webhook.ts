/** A generic webhook: JSON as it is or as a template wants it, signed with a shared secret. */
import { createHmac } from 'node:crypto';
import { filledTemplate, type TemplateFacts, type TemplateValue } from '../../domain/alert/template';
import type { Secret } from '../../xmpp/port';
import type { Http } from './http';
import type { Message, Notifier } from './port';
import { plainText } from './words';

export interface WebhookSettings {
  url: Secret;
  /** null: not signed. */
  secret: Secret | null;
  /** Sent along, in lower case; they win over our own. */
  headers: Readonly<Record<string, Secret>>;
  /** What is sent: a text as it is, anything else as JSON; null: all that is known. */
  template: TemplateValue;
}

export function createWebhook({ url, secret, headers, template }: WebhookSettings, http: Http): Notifier {
  return {
    send(message, signal) {
      const filled = template === null ? everything(message) : filledTemplate(template, factsOf(message));
      const asText = typeof template === 'string';
      const body = asText && typeof filled === 'string' ? filled : JSON.stringify(filled);
      const all: Record<string, string> = {
        'content-type': asText ? 'text/plain; charset=utf-8' : 'application/json',
        'idempotency-key': message.key,
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
      };
      if (secret !== null) {
        const at = Math.floor(http.now() / 1_000);
        all['holdfast-signature'] = `t=${at},v1=${signatureOf(secret.reveal(), at, body)}`;
      }
      return http.post({ url: url.reveal(), headers: all, body }, signal);
    },
  };
}

/** Hex HMAC-SHA-256 of `time.body`: the time is signed too, so that an old message cannot be sent again later. */
export function signatureOf(secret: string, at: number, body: string): string {
  return createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
}

function everything({ key, transition, test, subject, lines, link, acknowledge, bundled, incident }: Message) {
  return { key, transition, test, subject, lines, link, acknowledgeLink: acknowledge, bundled, incident };
}

function factsOf(message: Message): TemplateFacts {
  const { key, transition, test, subject, lines, link, acknowledge, bundled, incident: i } = message;
  const { failure } = i.cause;
  return {
    ...{ key, transition, test, subject, text: plainText(message), lines, link, acknowledgeLink: acknowledge },
    ...{ id: i.id, title: i.title, kind: i.kind, severity: i.severity, status: i.status },
    ...{ cluster: i.clusterKey, node: i.nodeKey, side: i.side, cause: i.cause.outage },
    failure: failure === null ? null : `${failure.kind} ${failure.condition}`,
    servers: i.affected.servers,
    teams: i.affected.teams.map((team) => team.name),
    ...{ agents: i.affected.agents, agentsAtMost: i.affected.agentsAtMost },
    firstSignAt: iso(i.firstSignAt),
    openedAt: iso(i.openedAt),
    resolvedAt: i.resolved === null ? null : iso(i.resolved.time),
    labels: i.labels,
    bundled: bundled.map(({ incidentId, title, severity }) => ({ incidentId, title, severity })),
    incident: asJson(i),
  };
}

const iso = (at: number): string => new Date(at).toISOString();

/** A record of the contract as plain JSON. */
function asJson(value: unknown): TemplateValue {
  const plain: TemplateValue = JSON.parse(JSON.stringify(value));
  return plain;
}
