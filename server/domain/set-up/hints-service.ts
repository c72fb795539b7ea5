/** What a Finesse server says about itself, and what that means for watching it. */
import type { Hint } from '#contract';
import { said } from './said';

/** Of SystemInfo, in Cisco's words. */
export interface ServiceState {
  status: string;
  statusReason: string | null;
  /** null: not told. */
  ctiHeartbeat: string | null;
  maintenance: boolean;
  deployment: string | null;
}

export type SeenService = { at: 'service' } /** It answers that it cannot answer. */ & (
  | { is: 'starting'; status: number }
  | { is: 'unreadable' }
  | ({ is: 'told' } & ServiceState)
  /** In service, and the deployment says UCCE. */
  | { is: 'ucce' }
);

/** Whether there is anything to say about a state. */
export function isUnusual(state: ServiceState): boolean {
  return state.status !== 'IN_SERVICE' || state.maintenance || state.ctiHeartbeat === 'FAILURE';
}

export function serviceHint(seen: SeenService): Hint {
  switch (seen.is) {
    case 'starting':
      return said(
        'starting',
        `Finesse is there, and answers ${seen.status}: it is starting, or something that it depends on is away.`,
        'After a restart it takes some minutes. Try again then; nothing has to be changed here.',
      );
    case 'unreadable':
      return said(
        'unreadable',
        'Something answers where SystemInfo should be, in words that Holdfast cannot read.',
        'A proxy or a page to sign in may stand in front of Finesse. Give the server’s own name.',
      );
    case 'ucce':
      return said(
        'pcce-says-ucce',
        'The server calls itself UCCE. Packaged CCE does so too: nothing is wrong with that.',
        'Answer the question about Logout on Agent Disconnect for the peripheral that this server belongs to.',
      );
    case 'told':
      return toldHint(seen);
  }
}

function toldHint({ status, statusReason, ctiHeartbeat, maintenance, deployment }: ServiceState): Hint {
  const why = statusReason === null ? '' : ` It gives as the reason: ${statusReason}.`;
  if (maintenance)
    return said(
      'maintenance',
      'The server is in maintenance mode: it is paused, and not down.',
      'Go on: Holdfast shows it as in maintenance and raises no alarm for it.',
    );
  if (status !== 'IN_SERVICE' && deployment === 'UCCX')
    return said(
      'standby',
      `The server says ${status}.${why} On a UCCX pair the standby side often is so by design: paused, and not down.`,
      'If this is the standby, say so where the cluster is set up, and it is never taken for down. Its sessions can be tried all the same.',
    );
  if (status !== 'IN_SERVICE')
    return said(
      'out-of-service',
      `The server answers, and says ${status}.${why} It is not down: agents cannot work on it now.`,
      'You can go on; Holdfast waits until it comes back. Finesse goes out of service when CTI, the Notification Service or another part that it needs is away.',
    );
  return said(
    'cti-lost',
    `The server is in service, but its last CTI heartbeat was ${(ctiHeartbeat ?? 'unknown').toLowerCase()}.`,
    'You can go on. If it stays, look at the CTI servers (PG) that Finesse is connected to.',
  );
}
