/** E-mail over SMTP; all messages of an incident make one thread. */
import { conditionOf } from './http';
import type { Notifier, Sent } from './port';
import { createServed } from './served';
import { createSmtp, refusalIn, type SmtpRefusal, type SmtpSettings } from './smtp';
import { plainText } from './words';

export interface EmailSettings extends SmtpSettings {
  to: readonly string[];
}

export function createEmail(settings: EmailSettings): Notifier {
  const { from, to } = settings;
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'holdfast.invalid';
  const transport = createSmtp(settings);
  const served = createServed();
  return {
    async send(message, signal) {
      const { key, transition, incident, subject } = message;
      const thread = `<${idOf(incident.id)}@${domain}>`;
      // RFC 5322 §3.6.4: the same message sent twice has one id, so that mailboxes can tell.
      const messageId = `<${idOf(key)}@${domain}>`;
      const pending = served.pending(key, to);
      const sending = transport
        .sendMail({
          ...{ from, to: [...to], subject, text: plainText(message), messageId },
          ...{ references: [thread], inReplyTo: thread, envelope: { from, to: pending } },
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Holdfast-Transition': transition },
        })
        .then((info): Sent => {
          const refused = info.rejectedErrors ?? [];
          // RFC 5321 §3.3: each recipient is taken or refused by itself.
          if (refused.length > 0)
            served.took(
              key,
              info.accepted.map(addressOf).flatMap((a) => asWritten(a, pending)),
            );
          return refused.length === 0 ? { ok: true } : worst(refused.map(refusalIn));
        }, failed);
      return orGiven(sending, signal);
    },
  };
}

const addressOf = (one: string | { address: string }): string => (typeof one === 'string' ? one : one.address);
const asWritten = (address: string, to: readonly string[]) => to.filter((one) => one.includes(address));

function orGiven(sending: Promise<Sent>, signal: AbortSignal): Promise<Sent> {
  const given = new Promise<Sent>((resolve) => {
    const late = { ok: false, condition: 'timeout', retryAfterMs: null, permanent: false } as const;
    if (signal.aborted) resolve(late);
    signal.addEventListener('abort', () => resolve(late), { once: true });
  });
  return Promise.race([sending, given]);
}

function failed(error: unknown): Sent {
  const refusal = refusalIn(error);
  if (refusal === null) return { ok: false, condition: conditionOf(error), retryAfterMs: null, permanent: false };
  return worst([refusal]);
}

/** What may be taken later decides whether it is tried again. */
function worst(refusals: readonly (SmtpRefusal | null)[]): Sent {
  const one = refusals.find((r) => r?.permanent !== true) ?? refusals[0] ?? null;
  const condition = one === null ? 'smtp-refused' : `smtp-${one.code}`;
  return { ok: false, condition, retryAfterMs: null, permanent: one?.permanent ?? false };
}

const idOf = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '.');
