/** An HTTPS server that writes down whatever reaches it, byte by byte of the request line, and answers as a test says. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { secret } from '../../server/config/secret';
import { defaultLoadBudget, type LoadBudget } from '../../server/domain/load-budget';
import { createRestClient, type RestClient, type RestOptions } from '../../server/finesse/rest/client';
import { createLoadMeter, type LoadMeter } from '../../server/finesse/rest/load-meter';
import { createSystemTime } from '../../server/time/system-time';
import type { Time } from '../../server/time/time';
import { createAuthority } from '../support/certificates';

export interface Recorded {
  method: string;
  url: string;
  authorization: string | null;
  body: string;
}

export type Answer =
  | { status: number; body?: string; headers?: Record<string, string> }
  /** Never answers, or hangs up before it does. */
  | 'silence'
  | 'hang-up';

export interface RecordingServer {
  readonly port: number;
  readonly requests: Recorded[];
  readonly connections: () => number;
  answer: (request: Recorded) => Answer;
  /** Resolves with the next request. */
  next(): Promise<Recorded>;
  close(): Promise<void>;
}

export const authority = createAuthority();
const certificate = authority.issue({ names: ['127.0.0.1'] });
export const pin = certificate.pin;

export const ok = (body: string): Answer => ({ status: 200, body });
export const apiError = (status: number, type: string): Answer => ({
  status,
  body: `<ApiErrors><ApiError><ErrorType>${type}</ErrorType><ErrorMessage>x</ErrorMessage><ErrorData/></ApiError></ApiErrors>`,
});

export async function startRecordingServer(): Promise<RecordingServer> {
  const requests: Recorded[] = [];
  let waiting: ((request: Recorded) => void)[] = [];
  let connections = 0;
  const server: Server = createServer({ cert: certificate.cert, key: certificate.key }, (req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += String(chunk);
    });
    req.on('end', () => {
      const { method = '', url = '', headers } = req;
      const recorded = { method, url, authorization: headers.authorization ?? null, body };
      requests.push(recorded);
      const answer = its.answer(recorded);
      if (answer === 'hang-up') req.socket.destroy();
      else if (answer !== 'silence') res.writeHead(answer.status, answer.headers).end(answer.body ?? '');
      for (const tell of waiting.splice(0)) tell(recorded);
    });
  });
  server.on('secureConnection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const its: RecordingServer = {
    port: address.port,
    requests,
    connections: () => connections,
    answer: () => ({ status: 404 }),
    next: () =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve];
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return its;
}

export const time = createSystemTime({ keepAlive: false });

export function clientOf(
  { port }: { port: number },
  more: Partial<RestOptions> & { budget?: LoadBudget; clock?: Time } = {},
): { client: RestClient; meter: LoadMeter } {
  const { budget = defaultLoadBudget, clock = time, ...options } = more;
  const meter = createLoadMeter(budget, clock);
  const client = createRestClient({
    ...{ host: '127.0.0.1', port, trust: { ca: authority.ca }, username: 'holdfast-a', password: secret('mon-a') },
    ...{ meter, time: clock, ...options },
  });
  return { client, meter };
}
