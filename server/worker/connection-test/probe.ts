/** Looks at a port: who answers there, with which certificate, and whether it speaks HTTP without TLS. No password is ever sent. */
import type { CertificateFacts } from '#contract';
import { restPorts } from '../../domain/set-up/hints-connection';
import { createHttps, type Exchanged } from '../../finesse/rest/https';
import { isAllowed, requestOf } from '../../finesse/rest/requests';
import type { Time } from '../../time/time';
import { transportFailure } from '../../transport/conditions';
import { type Dialled, type DialTarget, dial } from '../../transport/dial';
import type { TlsTrust } from '../../transport/port';

export interface ProbeDeps {
  time: Time;
  signal: AbortSignal;
}

export const CONNECT_MS = 8_000;
const LOOK_MS = 2_500;

export type DialPhase = 'dns' | 'tcp' | 'tls';

export interface Reached {
  result: Dialled;
  phase: DialPhase;
  certificate: CertificateFacts | null;
  protocol: string | null;
  /** null: not connected. */
  address: string | null;
}

/** Dials once and hangs up. @param onPhase each phase as it begins */
export function reach(
  target: DialTarget,
  { time, signal }: ProbeDeps,
  onPhase: (phase: DialPhase) => void = () => undefined,
  withinMs = CONNECT_MS,
): Promise<Reached> {
  return new Promise((resolve) => {
    let [phase, certificate, protocol]: [DialPhase, CertificateFacts | null, string | null] = ['dns', null, null];
    const finish = (result: Dialled): void => {
      stopWaiting();
      signal.removeEventListener('abort', giveUp);
      const address = result.ok ? (result.socket.remoteAddress ?? null) : null;
      if (result.ok) result.socket.destroy();
      resolve({ result, phase, certificate, protocol, address });
    };
    const giveUp = (): void => {
      cancel();
      finish({ ok: false, failure: transportFailure('connection-timeout', phase) });
    };
    const stopWaiting = time.after(withinMs, giveUp);
    signal.addEventListener('abort', giveUp);
    const cancel = dial(
      target,
      {
        onPhase(begun) {
          phase = begun;
          onPhase(begun);
        },
        onCertificate: (facts, by) => {
          [certificate, protocol] = [facts, by];
        },
      },
      time,
      finish,
    );
  });
}

/** Cisco's ports of REST at which something speaks TLS, whoever vouches for it. */
export async function openRestPorts(host: string, trust: TlsTrust, except: number, deps: ProbeDeps): Promise<number[]> {
  const asked = restPorts.filter((port) => port !== except);
  const found = await Promise.all(
    asked.map((port) => reach({ host, port, tls: { name: host, trust } }, deps, undefined, LOOK_MS)),
  );
  return asked.filter((_, i) => found[i]?.certificate != null);
}

const STATUS_LINE = /^HTTP\/1\.[01] \d{3}/;

/** null: what is there does not speak HTTP in the clear. `leadsTo`: the port that it sends to over TLS. */
export function plainHttp(
  host: string,
  port: number,
  { time, signal }: ProbeDeps,
): Promise<{ leadsTo: number | null } | null> {
  return new Promise((resolve) => {
    let text = '';
    let hangUp: () => void = () => undefined;
    const finish = (): void => {
      stopWaiting();
      signal.removeEventListener('abort', finish);
      cancel();
      hangUp();
      resolve(STATUS_LINE.test(text) ? { leadsTo: securePortIn(text) } : null);
    };
    const stopWaiting = time.after(LOOK_MS, finish);
    signal.addEventListener('abort', finish);
    const cancel = dial(
      { host, port, tls: null },
      { onPhase: () => undefined, onCertificate: () => undefined },
      time,
      (result) => {
        if (!result.ok) return finish();
        const { socket } = result;
        hangUp = () => socket.destroy();
        socket.setEncoding('latin1');
        socket.on('data', (chunk: string) => {
          text = (text + chunk).slice(0, 8_192);
          if (text.includes('\r\n\r\n')) finish();
        });
        socket.once('close', finish);
        socket.write(`GET /finesse/api/SystemInfo HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`);
      },
    );
  });
}

function securePortIn(head: string): number | null {
  const location = /^location:\s*(\S+)/im.exec(head)?.[1] ?? '';
  if (!URL.canParse(location)) return null;
  const { protocol, port } = new URL(location);
  return protocol === 'https:' ? Number(port || 443) : null;
}

const SYSTEM_INFO_BYTES = 256 * 1024;

/** SystemInfo, asked for without an account: whoever answers is not sent a password before it is known to be Finesse. */
export function askOpenly(
  host: string,
  port: number,
  trust: TlsTrust,
  { time, signal }: ProbeDeps,
): Promise<Exchanged> {
  const request = requestOf({ what: 'SystemInfo' });
  return new Promise((resolve) => {
    const https = createHttps({
      target: { host, port, tls: { name: host, trust } },
      onCertificate: () => undefined,
      time,
    });
    const giveUp = (): void => finish({ kind: 'timeout', bytes: 0 });
    const finish = (exchanged: Exchanged): void => {
      signal.removeEventListener('abort', giveUp);
      https.destroy();
      resolve(exchanged);
    };
    if (request === null || !isAllowed(request)) return giveUp();
    signal.addEventListener('abort', giveUp);
    const headers = { accept: 'application/xml' };
    https.send({ request, headers, timeoutMs: CONNECT_MS, maxBytes: SYSTEM_INFO_BYTES }, finish);
  });
}
