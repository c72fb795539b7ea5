/** The notifier of each channel that the configuration names. */
import { createEmail } from '../alert/notifiers/email';
import { createNtfy } from '../alert/notifiers/ntfy';
import type { Notifier } from '../alert/notifiers/port';
import { createWebhook } from '../alert/notifiers/webhook';
import type { ChannelWay } from '../config/notify';
import { type Time, wallNow } from '../time/time';

export function notifierOf(way: ChannelWay, time: Time): Notifier {
  const now = () => wallNow(time);
  switch (way.kind) {
    case 'webhook':
      return createWebhook(way, now);
    case 'ntfy':
      return createNtfy(way, now);
    case 'email':
      return createEmail(way);
  }
}
