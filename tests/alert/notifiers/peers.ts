/** Peers on loopback in every mood, and the message that they are handed. */
import { createServer as createWeb, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureWeb } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net';
import { createServer as createSecureTcp } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Message } from '../../../server/alert/notifiers/port';
import type { CertificateFiles } from '../../support/certificates';
import { incidentOf } from '../incidents';

export const AT = 1_800_000_000_000;
export const forever = new AbortController().signal;

export const incident = incidentOf('server-cc-a-1', AT, 'page', {
  ...{
    kind: 'server-outage',
    clusterKey: 'cc',
    nodeKey: 'a',
    side: 'A',
    title: 'fin-A is down',
    firstSignAt: AT - 180_000,
  },
  ...{ cause: { outage: 'host-or-network', scope: null, where: null, failure: null } },
});

export const message: Message = {
  ...{ key: 'i-1/opened-page-0/hook', transition: 'opened', incident, subject: '[page] fin-A is down' },
  lines: ['First sign: 2027-01-15T07:57:00.000Z', 'Cause: host-or-network', 'Odd: <@everyone> *b* "q" \\ &'],
  link: 'https://holdfast.example/incidents/server-cc-a-1',
  acknowledge: 'https://holdfast.example/ack/abc',
  ...{ bundled: [], test: false },
};

export async function listening(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return isAddress(address) ? address.port : 0;
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

/** A port on which nobody listens any more. */
export async function goneAway(): Promise<number> {
  const gone = createTcp();
  const port = await listening(gone);
  await new Promise((resolve) => gone.close(resolve));
  return port;
}

export interface Got {
  headers: IncomingHttpHeaders;
  path: string;
  body: string;
}

/** @param answer to each request once it is there as a whole @param tls for a peer on https */
export async function web(answer: (res: ServerResponse) => void, tls?: CertificateFiles) {
  const got: Got[] = [];
  const server = tls === undefined ? createWeb() : createSecureWeb({ cert: tls.cert, key: tls.key });
  server.on('request', (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      got.push({ headers: req.headers, path: req.url ?? '', body: Buffer.concat(chunks).toString() });
      answer(res);
    });
  });
  onTestFinished(() => server.closeAllConnections());
  const port = await listening(server);
  return { url: `http${tls === undefined ? '' : 's'}://127.0.0.1:${port}/a/topic`, got };
}

export function only<T>(got: readonly T[]): T {
  const [one, ...more] = got;
  if (one === undefined || more.length > 0) throw new Error(`${got.length} of them`);
  return one;
}

export interface Mail {
  to: string[];
  text: string;
}

/** What an SMTP server says where it matters; null: nothing, ever. */
export interface SmtpMood {
  greeting?: string | null;
  /** To RCPT TO, by address. */
  rcpt?: (address: string) => string;
  /** To the end of the data. */
  data?: string;
}

/** As little of RFC 5321 as a client needs. @param tls for one that speaks TLS from the first byte */
export async function smtp(
  mood: SmtpMood = {},
  tls?: CertificateFiles,
): Promise<{ port: number; mails: Mail[]; touched: Promise<void> }> {
  const mails: Mail[] = [];
  let touch: () => void = () => undefined;
  const touched = new Promise<void>((resolve) => {
    touch = resolve;
  });
  const serve = (socket: Socket) => {
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    touch();
    if (mood.greeting !== null) converse(socket, mood, mails);
  };
  const server = tls === undefined ? createTcp(serve) : createSecureTcp({ cert: tls.cert, key: tls.key }, serve);
  return { port: await listening(server), mails, touched };
}

function converse(socket: Socket, mood: SmtpMood, mails: Mail[]): void {
  let data: string | null = null;
  let to: string[] = [];
  let rest = '';
  const say = (line: string) => void socket.write(`${line}\r\n`);
  say(mood.greeting ?? '220 here');
  socket.on('data', (chunk) => {
    rest += chunk.toString();
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (data === null) command(line);
      else if (line === '.') {
        const answer = mood.data ?? '250 taken';
        if (answer.startsWith('2')) mails.push({ to, text: data });
        [data, to] = [null, []];
        say(answer);
      } else data += `${line}\n`;
    }
  });

  function command(line: string): void {
    const recipient = /^RCPT TO:<([^>]+)>/i.exec(line)?.[1];
    if (recipient !== undefined) {
      const answer = mood.rcpt?.(recipient) ?? '250 well';
      if (answer.startsWith('2')) to.push(recipient);
      say(answer);
    } else if (line === 'DATA') {
      data = '';
      say('354 go on');
    } else if (line === 'STARTTLS') say('502 what?');
    else say(line === 'QUIT' ? '221 bye' : '250 well');
  }
}
