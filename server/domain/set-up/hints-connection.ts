/** Why a server cannot be reached, or is not who it should be: names, ports, certificates. */
import type { Hint } from '#contract';
import { said } from './said';

/** Where REST is, and has been (FINESSE §1.1): the order in which other ports are looked at. */
export const restPorts: readonly number[] = [8445, 443, 8443];

export type SeenConnection = { at: 'connection'; host: string; port: number } & (
  | { is: 'webex' }
  /** By ourselves: the address is one that nothing of ours may ask. */
  | { is: 'address-refused' }
  /** `condition` as in `Failure` of kind transport; `open`: ports of REST that answer there; null: it is of a session, not of REST. */
  | { is: 'failed'; condition: string; open: readonly number[] | null }
  /** It speaks HTTP without TLS. `leadsTo`: the port that it sends everybody to. */
  | { is: 'plain-http'; leadsTo: number | null }
  | { is: 'certificate'; condition: string; subject: string; issuer: string; pinned: string | null; shown: string }
  | { is: 'certificate-ends'; inDays: number }
  /** HTTPS, but no Finesse behind it. `status`: of its answer; null: no HTTP. */
  | { is: 'not-finesse'; status: number | null; open: readonly number[] }
);

const NOTIFICATION_PORTS: Readonly<Record<number, string>> = {
  ...{ 5222: 'XMPP without TLS', 5223: 'XMPP over TLS', 7071: 'BOSH without TLS', 7443: 'BOSH and WebSocket' },
};

export function connectionHint(seen: SeenConnection): Hint {
  const { host, port } = seen;
  switch (seen.is) {
    case 'webex':
      return said(
        'webex-contact-center',
        `${host} belongs to Webex. Webex Contact Center has neither Finesse nor a Notification Service that speaks XMPP.`,
        'There is nothing here that Holdfast can hold a session to. It watches Cisco Finesse of UCCE, PCCE and UCCX, and any XMPP service.',
      );
    case 'address-refused':
      return said(
        'address-refused',
        `${host} leads to an address that Holdfast does not ask: one where a cloud keeps the secrets of its machines, or one that belongs to no server.`,
        'Check the name, and what the DNS of the machine that Holdfast runs on says about it.',
      );
    case 'failed':
      return failedHint(seen);
    case 'plain-http':
      return said(
        'plain-http',
        `Port ${port} speaks HTTP without TLS, and Holdfast sends no password without TLS.`,
        seen.leadsTo === null
          ? 'Finesse takes REST at 8445. Try that port.'
          : `The server itself sends everybody on to port ${seen.leadsTo}: take that one.`,
      );
    case 'certificate':
      return certificateHint(seen);
    case 'certificate-ends':
      return said(
        'certificate-ends',
        seen.inDays < 1 ? 'The certificate ends within a day.' : `The certificate ends in ${daysWords(seen.inDays)}.`,
        'Have it renewed before. Holdfast reminds of it 30 days, 7 days and 1 day ahead.',
      );
    case 'not-finesse':
      return notFinesse(seen);
  }
}

function failedHint(seen: Extract<SeenConnection, { is: 'failed' }>): Hint {
  const { host, port, condition, open } = seen;
  const elsewhere = open?.find((other) => other !== port);
  switch (condition) {
    case 'host-not-found':
      return said(
        'host-not-found',
        `Nobody knows the name ${host}, or the DNS does not answer.`,
        'Write the full name, as fin-a.example.com, and check that the machine that Holdfast runs on can resolve it.',
      );
    case 'tls-error':
      return said(
        'not-tls',
        `What answers at port ${port} does not speak TLS, or no version that is safe: 1.2 or 1.3.`,
        open === null
          ? 'Look at the port, and whether TLS begins there with the first byte.'
          : (elsewherePhrase(elsewhere) ?? 'Finesse takes REST over TLS at 8445. Try that port.'),
      );
    case 'connection-refused':
    case 'connection-timeout':
    case 'host-unreachable':
    case 'closed':
    case 'connection-reset': {
      const what = closedWords(host, port, condition);
      if (elsewhere !== undefined)
        return said(
          'other-port-open',
          what,
          `Port ${elsewhere} answers there: take that one. ${portOfRelease(elsewhere)}`,
        );
      if (condition === 'connection-refused')
        return said(
          'refused',
          what,
          open === null
            ? 'The machine is there. Look at the port, and whether the service runs.'
            : `The machine is there. Finesse takes REST at 8445, before release 12.0 at 8443. ${portWords(port)}`.trim(),
        );
      return said(
        condition === 'host-unreachable' ? 'unreachable' : 'no-answer',
        what,
        `Either the machine is off, or a firewall between it and Holdfast drops what is sent. Ask for port ${open === null ? port : 8445} to be opened from the machine that Holdfast runs on.`,
      );
    }
  }
  return said(
    'other',
    `Connecting to ${host}:${port} failed (${condition}).`,
    'Try again; if it stays, look into the log of the server.',
  );
}

function closedWords(host: string, port: number, condition: string): string {
  switch (condition) {
    case 'connection-refused':
      return `${host} refuses connections at port ${port}: nothing listens there.`;
    case 'host-unreachable':
      return `There is no way in the network from Holdfast to ${host}.`;
    case 'connection-timeout':
      return `${host} says nothing at port ${port}, not even no.`;
  }
  return `${host} took the connection at port ${port} and closed it without a word.`;
}

const elsewherePhrase = (port: number | undefined): string | null =>
  port === undefined ? null : `Port ${port} answers there: take that one.`;

function portOfRelease(port: number): string {
  if (port === 8443) return 'REST is there before release 12.0; on later ones it belongs to something else.';
  return port === 443 ? 'The web proxy of newer releases serves REST there too.' : '';
}

function portWords(port: number): string {
  const service = NOTIFICATION_PORTS[port];
  return service === undefined ? '' : `${port} is a port of the Notification Service (${service}).`;
}

function notFinesse({ port, status, open }: Extract<SeenConnection, { is: 'not-finesse' }>): Hint {
  const service = NOTIFICATION_PORTS[port];
  const elsewhere = open.find((other) => other !== port);
  const next =
    elsewhere === undefined
      ? 'Finesse takes REST at 8445, before release 12.0 at 8443.'
      : `Port ${elsewhere} answers there: take that one.`;
  if (service !== undefined)
    return said(
      'notification-port',
      `Port ${port} is the Notification Service’s (${service}), and knows nothing of REST.`,
      `${next} The ports of the Notification Service are found out afterwards.`,
    );
  const answer = status === null ? 'does not speak HTTP' : `answers ${status} when asked for SystemInfo`;
  return said(
    'not-finesse',
    `Something listens at port ${port}, but it is not Finesse: it ${answer}.`,
    `${next} On UCCX and PCCE, 443 and 8443 may belong to the administration pages.`,
  );
}

function certificateHint(seen: Extract<SeenConnection, { is: 'certificate' }>): Hint {
  const { host, condition, subject, issuer, pinned, shown } = seen;
  switch (condition) {
    case 'certificate-pin-mismatch':
      return said(
        'certificate-changed',
        `The certificate changed. Trusted is ${pinned ?? 'another one'}; the server now shows ${shown}.`,
        'The server is there, and not down; nothing was sent to it. Ask whoever runs it whether the certificate was renewed, and compare the fingerprint. Until the new one is accepted here, Holdfast stays away from this server.',
      );
    case 'certificate-expired':
      return said(
        'certificate-expired',
        `The certificate of ${host} has expired.`,
        'Have it renewed. Until then you can trust exactly this one by its fingerprint: dates do not matter then.',
      );
    case 'certificate-not-yet-valid':
      return said(
        'certificate-early',
        `The certificate of ${host} is not valid yet.`,
        'Compare the clocks of the server and of the machine that Holdfast runs on.',
      );
    case 'certificate-name-mismatch':
      return said(
        'certificate-name',
        `The certificate is for another name: ${subject}.`,
        'Write the name that the certificate is for, if that leads to the same server; or trust exactly this certificate by its fingerprint.',
      );
  }
  const self =
    subject === issuer
      ? 'The server vouches for itself.'
      : `It is issued by ${issuer}, which this machine does not know.`;
  return said(
    'certificate-untrusted',
    `The certificate is not trusted. ${self} That is usual for Finesse; no password was sent.`,
    'Compare the fingerprint with the one that the server’s administrator sees, and trust this certificate. Where an authority of your own signed it, its PEM file can be named instead: later under Settings, Clusters and servers, or as tls.ca in holdfast.yaml.',
  );
}

const daysWords = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
