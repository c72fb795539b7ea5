/** Letters to one person, for invitations and forgotten passwords: by the mail server of the first e-mail channel. */
import type { Mail } from '#contract';
import { type SmtpSettings, sendLetter } from '../alert/notifiers/smtp';
import type { NotifyConfig } from '../config/notify';

export interface Mailer {
  /** Whether there is a mail server, and an address for the links. */
  ready(): boolean;
  /** @returns what stood in the way; null: the server took it */
  send(mail: Mail): Promise<string | null>;
}

/** @param notify what is configured at the moment */
export function createMailer(notify: () => NotifyConfig): Mailer {
  return {
    ready: () => wayOf(notify()) !== null,
    async send({ to, subject, lines, path }) {
      const way = wayOf(notify());
      if (way === null) return 'no-mail';
      const text = lines.map((line) => (line === 'LINK' ? `${way.publicUrl}${path}` : line)).join('\n');
      return sendLetter(way.smtp, { to, subject, text });
    },
  };
}

function wayOf({ channels, publicUrl }: NotifyConfig): { smtp: SmtpSettings; publicUrl: string } | null {
  for (const { way } of channels)
    if (way.kind === 'email' && publicUrl !== null) return { smtp: { ...way, ca: way.trust.ca ?? null }, publicUrl };
  return null;
}
