/** A generic webhook: JSON, signed with a shared secret. */
import { createHmac } from 'node:crypto';
import type { Secret } from '../../xmpp/port';
import { post } from './http';
import type { Notifier } from './port';

export interface WebhookSettings {
  url: Secret;
  /** null: not signed. */
  secret: Secret | null;
}

export function createWebhook({ url, secret }: WebhookSettings, now: () => number): Notifier {
  return {
    send({ key, transition, incident, subject, lines, link }, signal) {
      const body = JSON.stringify({ key, transition, subject, lines, link, incident });
      const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': key };
      if (secret !== null) {
        const at = Math.floor(now() / 1_000);
        headers['holdfast-signature'] = `t=${at},v1=${signatureOf(secret.reveal(), at, body)}`;
      }
      return post({ url: url.reveal(), headers, body }, signal, now);
    },
  };
}

/** Hex HMAC-SHA-256 of `time.body`: the time is signed too, so that an old message cannot be sent again later. */
export function signatureOf(secret: string, at: number, body: string): string {
  return createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
}
