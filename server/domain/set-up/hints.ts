/** From what a connection test has seen to a reason and what to do about it, in sentences. */
import type { Hint, HintKey } from '#contract';
import { accountHint, type SeenAccount } from './hints-account';
import { connectionHint, type SeenConnection } from './hints-connection';
import { notificationHint, type SeenNotification } from './hints-notification';
import { type SeenService, serviceHint } from './hints-service';

/** Everything that a step can have seen that is worth a word. */
export type Seen = SeenConnection | SeenService | SeenAccount | SeenNotification;

export function hintOf(seen: Seen): Hint {
  switch (seen.at) {
    case 'connection':
      return connectionHint(seen);
    case 'service':
      return serviceHint(seen);
    case 'account':
      return accountHint(seen);
    case 'notification':
      return notificationHint(seen);
  }
}

/** Of two things to say about one server, only a refusal keeps what follows from being tried. */
export function stopsHere(key: HintKey): boolean {
  return !goesOn.has(key);
}

const goesOn: ReadonlySet<HintKey> = new Set([
  ...(['certificate-ends', 'out-of-service', 'standby', 'maintenance', 'cti-lost', 'pcce-says-ucce'] as const),
  ...(['no-teams', 'allow-list', 'not-of-release', 'closed-port', 'notifier-away', 'feeds-refused'] as const),
]);
