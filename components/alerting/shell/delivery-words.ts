/** Channels and deliveries in words. Pure. */
import type { ChannelKind, DeliverySummary, Severity } from '#contract';
import { formatSpan } from '../../format/units';

export const channelKindWords: Record<ChannelKind, string> = {
  email: 'E-mail',
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  webex: 'Webex',
  pagerduty: 'PagerDuty',
  ntfy: 'ntfy',
  xmpp: 'XMPP message',
};

export const statusWords: Record<DeliverySummary['status'], string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  dead: 'Given up',
};

/** `Opened`, `Reminder 2`, `Resolved`; as a delivery's key names it. */
export function transitionWords(transition: string): string {
  const reminder = /^reminder-(\d+)/.exec(transition)?.[1];
  if (reminder !== undefined) return `Reminder ${reminder}`;
  return transition.startsWith('resolved') ? 'Resolved' : 'Opened';
}

const known: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  'connection-refused': 'the connection was refused',
  'connection-reset': 'the connection broke off',
  'host-not-found': 'there is no host of that name',
  'address-refused': 'the address is one that is never connected to (link-local or metadata)',
  'host-unreachable': 'the host cannot be reached',
  'certificate-untrusted': 'its certificate is from nobody we trust',
  'certificate-expired': 'its certificate has expired',
  'certificate-not-yet-valid': 'its certificate is not valid yet',
  'certificate-name-mismatch': 'its certificate is for another name',
  'certificate-pin-mismatch': 'its certificate is not the pinned one',
  'tls-error': 'TLS could not be agreed on',
  'not-authorized': 'the account was refused',
  'service-unavailable': 'the person is not there, or takes no messages',
  'recipient-unavailable': 'the person is not there',
  'item-not-found': 'there is no such address',
  'no-channel': 'the channel is no longer configured',
  bug: 'a fault of Holdfast; the log tells more',
  other: 'an unknown failure',
};

const httpWords: Readonly<Record<number, string>> = {
  400: 'the message was not understood',
  401: 'the credential was refused',
  403: 'it is not allowed',
  404: 'there is nothing at that address',
  410: 'the address was withdrawn',
  413: 'the message is too large',
  429: 'too many messages; it asks to wait',
};

/** `too many messages; it asks to wait (HTTP 429)`; a condition that nobody knows stands as it is. */
export function conditionWords(condition: string): string {
  const http = /^http-(\d{3})$/.exec(condition)?.[1];
  if (http !== undefined) return `${httpWord(Number(http))} (HTTP ${http})`;
  const smtp = /^smtp-(\d{3})$/.exec(condition)?.[1];
  if (smtp !== undefined)
    return `the mail server ${smtp.startsWith('4') ? 'asks to come back' : 'refused'} (SMTP ${smtp})`;
  return known[condition] ?? condition;
}

function httpWord(status: number): string {
  if (status >= 500) return 'the service is in trouble';
  if (status >= 300 && status < 400) return 'it points elsewhere, which is not followed';
  return httpWords[status] ?? 'it was refused';
}

const severityOf: Record<Severity, string> = {
  page: 'pages only',
  high: 'high and pages',
  ticket: 'tickets and more urgent',
  'in-page': 'everything, notices too',
};

interface Policy {
  from: Severity;
  administrators: boolean;
  groupWaitMs: number;
  remindEveryMs: number | null;
  unacknowledgedMs: number;
}

/** `Is told of tickets and more urgent, after 10 s; reminded every 4 h.` */
export function policySentence({ from, administrators, groupWaitMs, remindEveryMs, unacknowledgedMs }: Policy): string {
  const when =
    unacknowledgedMs > 0
      ? `when nobody has acknowledged for ${formatSpan(unacknowledgedMs)}`
      : groupWaitMs === 0
        ? 'at once'
        : `after ${formatSpan(groupWaitMs)}`;
  const remind = remindEveryMs === null ? '' : `; reminded every ${longSpan(remindEveryMs)}`;
  const not = administrators ? '' : '; not of what concerns administrators only';
  return `Is told of ${severityOf[from]}, ${when}${remind}${not}.`;
}

/** `4 h`, `30 min`, `10 s` */
function longSpan(ms: number): string {
  const hours = ms / 3_600_000;
  return hours >= 2 && Number.isInteger(hours) ? `${hours} h` : formatSpan(ms);
}
