/** Webex, as a bot in a room: https://developer.webex.com/docs/api/v1/messages/create-a-message */
import type { Secret } from '../../xmpp/port';
import type { Http } from './http';
import type { Notifier } from './port';
import { cutLines, linksOf } from './words';

export interface WebexSettings {
  /** Of the bot. */
  token: Secret;
  roomId: string;
  /** Without a slash at the end; `https://webexapis.com/v1`. */
  api: string;
}

/** A message's longest text is 7,439 bytes. */
const TEXT_BYTES = 7_400;

export function createWebex({ token, roomId, api }: WebexSettings, http: Http): Notifier {
  return {
    send(message, signal) {
      const { subject, lines } = message;
      const links = linksOf(message).map(({ words, url }) => `[${words}](${url})`);
      const head = [`**${escaped(subject)}**`, ...(links.length === 0 ? [] : [links.join(' · ')])];
      const markdown = cutLines([...head, ...lines.map(escaped)], '  \n', TEXT_BYTES);
      const text = cutLines([subject, ...lines], '\n', TEXT_BYTES);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token.reveal()}` };
      return http.post({ url: `${api}/messages`, headers, body: JSON.stringify({ roomId, markdown, text }) }, signal);
    },
  };
}

/** CommonMark §2.4: what an incident says must not become markup, or the mention of a person. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&');
