/** E-mail over SMTP; all messages of an incident make one thread. */
import { createTransport } from 'nodemailer';
import type { Secret } from '../../xmpp/port';
import { conditionOf } from './http';
import type { Notifier, Sent } from './port';

export interface EmailSettings {
  host: string;
  port: number;
  /** `tls`: from the first byte; `starttls`: or it is refused; `none`: for a relay on this machine. */
  security: 'tls' | 'starttls' | 'none';
  account: { username: string; password: Secret } | null;
  from: string;
  to: readonly string[];
}

const TIMEOUT_MS = 10_000;

export function createEmail(settings: EmailSettings): Notifier {
  const { host, port, security, account, from, to } = settings;
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'holdfast.invalid';
  const transport = createTransport({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(account === null ? {} : { auth: { user: account.username, pass: account.password.reveal() } }),
  });
  return {
    async send({ key, transition, incident, subject, lines, link }, signal) {
      const thread = `<${idOf(incident.id)}@${domain}>`;
      // RFC 5322 §3.6.4: the same message sent twice has one id, so that mailboxes can tell.
      const messageId = `<${idOf(key)}@${domain}>`;
      const text = [...lines, ...(link === null ? [] : ['', link])].join('\n');
      const sending = transport.sendMail({
        ...{ from, to: [...to], subject, text, messageId, references: [thread], inReplyTo: thread },
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Holdfast-Transition': transition },
      });
      return settled(sending, signal);
    },
  };
}

function settled(sending: Promise<unknown>, signal: AbortSignal): Promise<Sent> {
  const sent = sending.then((): Sent => ({ ok: true }), failed);
  const given = new Promise<Sent>((resolve) => {
    const late = { ok: false, condition: 'timeout', retryAfterMs: null, permanent: false } as const;
    if (signal.aborted) resolve(late);
    signal.addEventListener('abort', () => resolve(late), { once: true });
  });
  return Promise.race([sent, given]);
}

function failed(error: unknown): Sent {
  const code = typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : null;
  if (typeof code !== 'number')
    return { ok: false, condition: conditionOf(error), retryAfterMs: null, permanent: false };
  // RFC 5321 §4.2.1: 4yz may be tried again; 535 is a wrong password, which people set right.
  const permanent = code >= 500 && code !== 535 && code !== 530;
  return { ok: false, condition: `smtp-${code}`, retryAfterMs: null, permanent };
}

const idOf = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '.');
