/** Slack, through an incoming webhook, in blocks: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
import type { Secret } from '../../xmpp/port';
import type { Http } from './http';
import type { Message, Notifier } from './port';
import { cut, linksOf } from './words';

/** Of https://docs.slack.dev/reference/block-kit/blocks: a header's, and a section's text. */
const HEADER_CHARS = 150;
const SECTION_CHARS = 3_000;

/** @param url whoever knows it can write to the room */
export function createSlack({ url }: { url: Secret }, http: Http): Notifier {
  return {
    send(message, signal) {
      const body = JSON.stringify(slackBody(message));
      return http.post({ url: url.reveal(), headers: { 'content-type': 'application/json' }, body }, signal);
    },
  };
}

function slackBody(message: Message) {
  const { subject, lines } = message;
  const links = linksOf(message).map(({ words, url }) => `<${escaped(url)}|${words}>`);
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  return {
    // What notifications and screen readers say.
    text: escaped(subject),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(subject, HEADER_CHARS), emoji: false } },
      // One that were cut in the middle of `&amp;` would still be text.
      ...(lines.length === 0 ? [] : [section(cut(lines.map(escaped).join('\n'), SECTION_CHARS))]),
      ...(links.length === 0 ? [] : [section(links.join(' · '))]),
    ],
  };
}

/** The three characters that mean something: what an incident says must not become a link or a mention. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
