/** Why the Notification Service, or any XMPP service, cannot be reached or does not let a session work. */
import type { Failure, Hint, TransportKind } from '#contract';
import { said } from './said';

export type SeenNotification = { at: 'notification' } & (
  | { is: 'closed'; way: TransportKind; port: number; restPort: number; condition: string; release: string | null }
  | { is: 'no-way-in' }
  /** `finesse`: a Finesse server. */
  | {
      is: 'session-failed';
      failure: Pick<Failure, 'kind' | 'condition' | 'phase'>;
      domain: string;
      username: string;
      finesse: boolean;
    }
  | { is: 'notifier-away' }
  | { is: 'feeds-refused'; refused: number; of: number }
);

export function notificationHint(seen: SeenNotification): Hint {
  switch (seen.is) {
    case 'closed':
      return closedHint(seen);
    case 'no-way-in':
      return said(
        'no-way-in',
        'No way to the Notification Service is open, so that there can be no session.',
        'Open one port from the machine that Holdfast runs on: 8445 on release 12.6 and later, 7443 before. If all are open, the Notification Service is down.',
      );
    case 'session-failed':
      return sessionHint(seen);
    case 'notifier-away':
      return said(
        'notifier-away',
        'The session stands, but Finesse itself did not show up in it: nobody has heard from finesse@ within the time.',
        'Go on: after a restart it comes a little later. If it stays away, Finesse’s web application has lost its Notification Service.',
      );
    case 'feeds-refused':
      return said(
        'feeds-refused',
        `${seen.refused} of ${seen.of} team feeds are refused to this account.`,
        'Make the account a supervisor of those teams. Until then Holdfast asks for them by REST, which sees a loss later.',
      );
  }
}

function closedHint({ way, port, restPort, condition, release }: Extract<SeenNotification, { is: 'closed' }>): Hint {
  if (way === 'tcp')
    return said(
      'allow-list',
      `Port ${port} (XMPP over TLS) is closed to Holdfast${conditionWords(condition)}: Finesse lets in only addresses on its allow-list.`,
      'It is not needed while another way is open. To have it, run on the server: utils finesse notification external_port_access add, with the address of the machine that Holdfast runs on.',
    );
  if (way === 'websocket' && port === restPort)
    return said(
      'not-of-release',
      `There is no WebSocket at port ${port}${conditionWords(condition)}: it is there from release 12.6 on${releaseWords(release)}.`,
      'Nothing to do: older releases have it at 7443.',
    );
  return said(
    'closed-port',
    `Port ${port} (${way === 'bosh' ? 'BOSH' : 'WebSocket'}) is closed to Holdfast${conditionWords(condition)}. From release 12.6 on it is only kept for old clients.`,
    'It is not needed while another way is open.',
  );
}

const releaseWords = (release: string | null): string => (release === null ? '' : `; this is ${release}`);

const closedWords: Readonly<Record<string, string>> = {
  ...{ 'connection-refused': 'connection refused', 'connection-timeout': 'no answer', 'connect-timeout': 'no answer' },
  ...{ 'http-status': 'another service answers', closed: 'closed without a word', 'connection-reset': 'reset' },
  ...{
    'certificate-untrusted': 'its certificate is not trusted',
    'certificate-pin-mismatch': 'it shows another certificate',
  },
};

function conditionWords(condition: string): string {
  return ` (${closedWords[condition] ?? condition})`;
}

function sessionHint(seen: Extract<SeenNotification, { is: 'session-failed' }>): Hint {
  const { failure, domain, username, finesse } = seen;
  const { condition, kind, phase } = failure;
  if (kind === 'auth') return authHint(seen);
  switch (condition) {
    case 'host-unknown':
    case 'host-gone':
      return said(
        'domain-unknown',
        `The service does not know the domain ${domain}.`,
        finesse
          ? 'Each Finesse server has a domain of its own, as its SystemInfo says. Was the server renamed? Its Notification Service keeps the old name until it is restarted.'
          : 'Write the part after @ of the addresses that it serves.',
      );
    case 'conflict':
      return said(
        'conflict',
        `Another session of ${username} took this one’s place.`,
        'Make sure that nothing else signs in with this account, then test again.',
      );
    case 'starttls-refused':
      return said(
        'not-tls',
        'The service does not offer TLS here.',
        'Take the port that has TLS from the first byte (5223), or WebSocket or BOSH over https.',
      );
  }
  const where = phaseWords[phase] ?? phase;
  return said(
    'stopped-there',
    `It went well until ${where}, and stopped there (${condition}).`,
    'Test again. If it stops at the same place, the log of the service at this minute says why.',
  );
}

function authHint({
  failure: { condition },
  username,
  finesse,
}: Extract<SeenNotification, { is: 'session-failed' }>): Hint {
  switch (condition) {
    case 'no-mechanism':
    case 'mechanism-too-weak':
    case 'invalid-mechanism':
      return said(
        'no-mechanism',
        'The service offers no way to sign in that Holdfast knows: SCRAM-SHA-256, SCRAM-SHA-1 or PLAIN over TLS.',
        'Switch one of them on at the service.',
      );
    case 'plain-refused':
    case 'encryption-required':
      return said(
        'plain-refused',
        'The service wants the password in the clear, and the connection has no TLS.',
        'Use TLS: wss, https, STARTTLS, or port 5223.',
      );
    case 'account-disabled':
      return said(
        'locked-user',
        `${username} is blocked at the service.`,
        finesse
          ? 'Five wrong passwords block a user for 5 minutes. Wait, then test once.'
          : 'Have the account enabled.',
      );
    case 'temporary-auth-failure':
      return said(
        'other',
        'The service cannot check passwords just now.',
        'Try again in a minute. On UCCE this happens while the database of agents (AWDB) fails over.',
      );
  }
  if (finesse)
    return said(
      'sso-user',
      `REST lets ${username} in, and the Notification Service refuses the same password (${condition}).`,
      'That is how users of single sign-on look, and users that were made a moment ago. Use a user that is exempt from single sign-on, or wait a minute and test again.',
    );
  return said(
    'wrong-password',
    `The service refuses ${username} (${condition}): the user name or the password is wrong.`,
    'Type the password again. The user name is the part before @ alone.',
  );
}

const phaseWords: Readonly<Record<string, string>> = {
  ...{
    dns: 'the name',
    tcp: 'the connection',
    tls: 'TLS',
    upgrade: 'the WebSocket',
    'bosh-session': 'the BOSH session',
  },
  ...{
    features: 'the stream',
    sasl: 'signing in',
    bind: 'binding',
    presence: 'presence',
    'first-ping': 'the first ping',
  },
};
