/** How notifications are spelled, which releases and deployments do differently: FINESSE §3.2. */
import type { Deployment, Release } from '../model';
import type { Dialect } from './port';

/** Seen on UCCE 12.5; UCCX, and the documentation, have the older namespace and spell in lower case. */
export function dialectOf(_release: Release, deployment: Deployment): Dialect {
  return deployment.type === 'UCCX'
    ? { notificationNs: 'http://jabber.org/protocol/pubsub', eventCase: 'lower', dataFirst: false }
    : { notificationNs: 'urn:xmpp:push:0', eventCase: 'upper', dataFirst: true };
}
