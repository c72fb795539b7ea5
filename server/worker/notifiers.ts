/** The notifier of each channel that the configuration names. */
import { createEmail } from '../alert/notifiers/email';
import { createNtfy } from '../alert/notifiers/ntfy';
import type { Notifier } from '../alert/notifiers/port';
import { createWebhook } from '../alert/notifiers/webhook';
import type { ChannelWay } from '../config/notify';

/** @param now epoch milliseconds */
export function notifierOf(way: ChannelWay, now: () => number): Notifier {
  switch (way.kind) {
    case 'webhook':
      return createWebhook(way, now);
    case 'ntfy':
      return createNtfy(way, now);
    case 'email':
      return createEmail(way);
  }
}
