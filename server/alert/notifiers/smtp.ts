/** The way to a mail server, for the messages of a channel and for letters to one person. */
import type { Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { connectGuarded } from '../../net/guard';
import type { Secret } from '../../xmpp/port';
import { conditionOf } from './http';

export interface SmtpSettings {
  host: string;
  port: number;
  /** `tls`: from the first byte; `starttls`: or it is refused; `none`: for a relay on this machine. */
  security: 'tls' | 'starttls' | 'none';
  account: { username: string; password: Secret } | null;
  from: string;
  /** PEM text of the CA that is trusted in the place of the system's. */
  ca: string | null;
}

const TIMEOUT_MS = 10_000;

export function createSmtp({ host, port, security, account, ca }: SmtpSettings) {
  return createTransport({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    getSocket: (_: unknown, done: GotSocket) => openGuarded(host, port, done),
    ...(ca === null ? {} : { tls: { ca } }),
    ...(account === null ? {} : { auth: { user: account.username, pass: account.password.reveal() } }),
  });
}

type GotSocket = (error: Error | null, socket?: { connection: Socket }) => void;

/** The connection is ours, to where one may connect; what is said on it, TLS included, is the library's. */
function openGuarded(host: string, port: number, done: GotSocket): void {
  const socket = connectGuarded(host, port);
  const onError = (error: Error) => done(error);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  socket.once('error', onError);
  socket.once('connect', () => {
    socket.off('error', onError);
    socket.setTimeout(0);
    done(null, { connection: socket });
  });
}

export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** @returns null when the server took it, or what it said: `smtp-550`, `connection-refused`, `timeout` … */
export async function sendLetter(settings: SmtpSettings, { to, subject, text }: Letter): Promise<string | null> {
  const transport = createSmtp(settings);
  try {
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await transport.sendMail({ from: settings.from, to: { name: '', address: to }, subject, text, headers });
    return null;
  } catch (error) {
    const refusal = refusalIn(error);
    return refusal === null ? conditionOf(error) : `smtp-${refusal.code}`;
  } finally {
    transport.close();
  }
}

export interface SmtpRefusal {
  code: number;
  permanent: boolean;
}

/** null: the server said nothing. */
export function refusalIn(error: unknown): SmtpRefusal | null {
  if (typeof error !== 'object' || error === null) return null;
  const code = 'responseCode' in error ? error.responseCode : null;
  const command = 'command' in error ? error.command : null;
  if (typeof code !== 'number') return null;
  // RFC 5321 §4.2.1: 4yz may be tried again. So may what was refused before the message: a greeting, TLS, a password (RFC 4954 §6: 530).
  const ofMessage = command === 'MAIL FROM' || command === 'RCPT TO' || command === 'DATA';
  return { code, permanent: code >= 500 && code !== 530 && ofMessage };
}
