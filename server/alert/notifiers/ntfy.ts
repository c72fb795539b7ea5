/** A topic of an ntfy server, its own or somebody else's: https://docs.ntfy.sh/publish/ */
import type { Severity } from '#contract';
import type { Secret } from '../../xmpp/port';
import { post } from './http';
import type { Notifier } from './port';

export interface NtfySettings {
  /** Server and topic: whoever knows it may read along. */
  url: Secret;
  token: Secret | null;
}

const priorities: Record<Severity, number> = { page: 5, high: 4, ticket: 3, 'in-page': 2 };

export function createNtfy({ url, token }: NtfySettings, now: () => number): Notifier {
  return {
    send({ transition, incident, subject, lines, link }, signal) {
      const place = new URL(url.reveal());
      const topic = place.pathname.split('/').filter(Boolean).at(-1) ?? '';
      const over = transition === 'resolved';
      // As JSON to the server's root: header values could not hold every title.
      const body = JSON.stringify({
        topic,
        title: subject,
        message: lines.join('\n'),
        priority: over ? 3 : priorities[incident.severity],
        tags: [over ? 'white_check_mark' : 'rotating_light'],
        ...(link === null ? {} : { click: link }),
      });
      const root = `${place.origin}${place.pathname
        .split('/')
        .filter(Boolean)
        .slice(0, -1)
        .map((p) => `/${p}`)
        .join('')}/`;
      const authorization = token === null ? {} : { authorization: `Bearer ${token.reveal()}` };
      return post({ url: root, headers: { 'content-type': 'application/json', ...authorization }, body }, signal, now);
    },
  };
}
