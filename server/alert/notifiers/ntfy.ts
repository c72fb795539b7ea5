/** A topic of an ntfy server, its own or somebody else's: https://docs.ntfy.sh/publish/ */
import type { Severity } from '#contract';
import type { Secret } from '../../xmpp/port';
import type { Http } from './http';
import type { Notifier } from './port';
import { cutLines, linksOf } from './words';

export interface NtfySettings {
  /** Server and topic: whoever knows it may read along. */
  url: Secret;
  token: Secret | null;
}

const priorities: Record<Severity, number> = { page: 5, high: 4, ticket: 3, 'in-page': 2 };
/** A longer one would become an attachment. */
const MESSAGE_BYTES = 4_000;

export function createNtfy({ url, token }: NtfySettings, http: Http): Notifier {
  return {
    send(message, signal) {
      const { transition, incident, subject, lines, link, test } = message;
      const { root, topic } = placeOf(url.reveal());
      const over = transition === 'resolved';
      // As JSON to the server's root: header values could not hold every title.
      const body = JSON.stringify({
        topic,
        title: subject,
        message: cutLines(lines, '\n', MESSAGE_BYTES),
        priority: over ? 3 : priorities[incident.severity],
        tags: [test ? 'test_tube' : over ? 'white_check_mark' : 'rotating_light'],
        ...(link === null ? {} : { click: link }),
        actions: linksOf(message).map(({ words, url: to }) => ({ action: 'view', label: words, url: to, clear: true })),
      });
      const authorization = token === null ? {} : { authorization: `Bearer ${token.reveal()}` };
      return http.post({ url: root, headers: { 'content-type': 'application/json', ...authorization }, body }, signal);
    },
  };
}

function placeOf(url: string): { root: string; topic: string } {
  const { origin, pathname } = new URL(url);
  const steps = pathname.split('/').filter(Boolean);
  const folder = steps.slice(0, -1).map((step) => `/${step}`);
  return { root: `${origin}${folder.join('')}/`, topic: steps.at(-1) ?? '' };
}
