/**
 * Microsoft Teams, through a workflow «When a Teams webhook request is received», as an Adaptive Card. The connectors of Office 365
 * and their message cards are retired.
 */
import type { Severity } from '#contract';
import type { Secret } from '../../xmpp/port';
import type { Http } from './http';
import type { Message, Notifier } from './port';
import { cut, linksOf } from './words';

/** Teams takes about 28 KB; a card around this much text stays well below. */
const TEXT_CHARS = 12_000;

/** @param url whoever knows it can write to the channel */
export function createTeams({ url }: { url: Secret }, http: Http): Notifier {
  return {
    send(message, signal) {
      const body = JSON.stringify(teamsBody(message));
      return http.post({ url: url.reveal(), headers: { 'content-type': 'application/json' }, body }, signal);
    },
  };
}

function teamsBody(message: Message) {
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content: cardOf(message) }] };
}

const styles: Record<Severity, string> = {
  page: 'attention',
  high: 'attention',
  ticket: 'warning',
  'in-page': 'emphasis',
};

function cardOf(message: Message) {
  const { subject, lines, transition, incident } = message;
  const style = transition === 'resolved' ? 'good' : styles[incident.severity];
  const heading = { text: cut(subject, 500), size: 'Large', weight: 'Bolder' };
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      { type: 'Container', style, bleed: true, items: [textOf(heading)] },
      ...cut(lines.join('\n'), TEXT_CHARS)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => textOf({ text: line })),
    ],
    actions: linksOf(message).map(({ words, url }) => ({ type: 'Action.OpenUrl', title: words, url })),
  };
}

/** A text block would read Markdown, and make a list or a link of what an incident says; a run of text does not. */
function textOf(run: { text: string; size?: string; weight?: string }) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...run }] };
}
