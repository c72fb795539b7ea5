/** PagerDuty, Events API v2: one alert per incident, closed when that is over. https://developer.pagerduty.com/docs/events-api-v2-overview */
import { createHash } from 'node:crypto';
import type { Severity } from '#contract';
import type { Secret } from '../../xmpp/port';
import type { Http } from './http';
import type { Message, Notifier, Sent } from './port';
import { cut, linksOf } from './words';

export interface PagerDutySettings {
  /** The integration key of a service. */
  routingKey: Secret;
  /** `https://events.pagerduty.com/v2/enqueue` */
  api: string;
}

const severities: Record<Severity, string> = { page: 'critical', high: 'error', ticket: 'warning', 'in-page': 'info' };
const SUMMARY_CHARS = 1_024;

export function createPagerDuty({ routingKey, api }: PagerDutySettings, http: Http): Notifier {
  async function enqueue(event: object, signal: AbortSignal): Promise<Sent> {
    const body = JSON.stringify({ routing_key: routingKey.reveal(), ...event });
    return http.post({ url: api, headers: { 'content-type': 'application/json' }, body }, signal);
  }
  return {
    async send(message, signal) {
      // One after the other: what was taken before a failure is taken again under the same key, and changes nothing.
      for (const event of eventsOf(message)) {
        const sent = await enqueue(event, signal);
        if (!sent.ok) return sent;
      }
      return { ok: true };
    },
  };
}

/** An incident's own, and those of the incidents that are told along; a test closes what it opened. */
function eventsOf(message: Message): object[] {
  const { transition, incident, bundled, test } = message;
  const ids = [...new Set([incident.id, ...bundled.map((b) => b.incidentId)])];
  const resolve = ids.map((id) => ({ event_action: 'resolve', dedup_key: dedupKey(id) }));
  if (transition === 'resolved') return resolve;
  const more = bundled
    .filter((b) => b.incidentId !== incident.id)
    .map((b) => ({
      ...{ event_action: 'trigger', dedup_key: dedupKey(b.incidentId), client: 'Holdfast' },
      payload: { summary: cut(b.title, SUMMARY_CHARS), source: 'holdfast', severity: severities[b.severity] },
    }));
  return [triggerOf(message), ...more, ...(test ? resolve : [])];
}

function triggerOf(message: Message): object {
  const { incident, subject, lines, link } = message;
  const { clusterKey, nodeKey, kind, severity, firstSignAt } = incident;
  return {
    event_action: 'trigger',
    dedup_key: dedupKey(incident.id),
    client: 'Holdfast',
    ...(link === null ? {} : { client_url: link }),
    links: linksOf(message).map(({ words, url }) => ({ href: url, text: words })),
    payload: {
      summary: cut(subject, SUMMARY_CHARS),
      source: [clusterKey, nodeKey].filter((part) => part !== null).join('/') || 'holdfast',
      severity: severities[severity],
      timestamp: new Date(firstSignAt).toISOString(),
      class: kind,
      ...(nodeKey === null ? {} : { component: nodeKey }),
      ...(clusterKey === null ? {} : { group: clusterKey }),
      custom_details: { facts: cut(lines.join('\n'), 20_000) },
    },
  };
}

/** At most 255 characters; the same for all that is told of one incident. */
function dedupKey(incidentId: string): string {
  const key = `holdfast/${incidentId}`;
  return key.length <= 255 ? key : `holdfast/${createHash('sha256').update(incidentId).digest('hex')}`;
}
