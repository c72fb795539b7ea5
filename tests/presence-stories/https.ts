/** HTTPS to a simulated server without a socket: the simulator's own bytes in virtual time, and a note of everything that was asked. */
import type { CertificateFacts, FinesseSide } from '../../server/contract';
import type { Exchanged, Https, HttpsOptions, Sending } from '../../server/finesse/rest/https';
import type { Certificate } from '../../server/simulator/finesse/model';
import { createTokens } from '../../server/simulator/finesse/rest/access';
import type { Reply } from '../../server/simulator/finesse/rest/reply';
import { readTarget } from '../../server/simulator/finesse/rest/request';
import { answer, defaultDetailsPath } from '../../server/simulator/finesse/rest/routes';
import type { World } from '../../server/simulator/finesse/world/port';
import type { Time } from '../../server/time/time';

/** One request as it went out. */
export interface Asked {
  at: number;
  side: FinesseSide;
  method: string;
  path: string;
  body: string;
  /** Of Basic; null: none. */
  username: string | null;
  /** 0: no answer yet, or never. */
  status: number;
  bytes: number;
}

export interface WorldHttps {
  openHttps(options: HttpsOptions): Https;
  asked: Asked[];
  /** Our own way to REST is cut, whatever the servers do. */
  setCut(cut: boolean): void;
  /** Pieces in which answers are still being read: so many turns of the loop they take. */
  takeOwed(): number;
}

/** There and back. */
const ROUND_TRIP_MS = 20;
/** Status line and headers of an answer. */
const HEAD_BYTES = 240;
const SLICE = 32_768;

export function createWorldHttps(world: World, time: Time, sideOf: (host: string) => FinesseSide): WorldHttps {
  const asked: Asked[] = [];
  const tokens = createTokens(world, () => time.uuid());
  let cut = false;
  let owed = 0;
  /** Counts what resets connections. */
  const epoch = { A: 0, B: 0 };
  world.subscribe((event) => {
    if (event.type === 'part-changed' && (event.part === 'tomcat' || event.part === 'host')) epoch[event.side] += 1;
  });

  function isSilent(side: FinesseSide): boolean {
    const view = world.side(side);
    return cut || world.outside().observerCut || !view.parts().host || view.rest() === 'timeout';
  }

  function replyTo(side: FinesseSide, { request, headers }: Sending): Reply {
    const context = { world, side, tokens, now: () => time.now(), connectedUserDetailsPath: defaultDetailsPath };
    const target = readTarget(request.path);
    if (target === null) throw new Error(`no path: ${request.path}`);
    return answer(context, {
      ...{ ...target, method: request.method, authorization: headers.authorization ?? null, requestId: '' },
      ...{ contentType: headers['content-type'] ?? '', body: request.method === 'POST' ? request.body : '' },
    });
  }

  function openHttps({ target, onCertificate }: HttpsOptions): Https {
    const side = sideOf(target.host);
    let connectedIn: number | null = null;
    let destroyed = false;

    function connect(): void {
      if (connectedIn === epoch[side]) return;
      connectedIn = epoch[side];
      onCertificate(factsOf(world.side(side).certificate()), 'TLSv1.3');
    }

    function send(sending: Sending, done: (exchanged: Exchanged) => void): void {
      const note = noteOf(sending, side, time.now());
      asked.push(note);
      const [sentAt, sentMono] = [time.now(), time.monoMs()];
      let over = false;
      const end = (exchanged: Exchanged): void => {
        if (over || destroyed) return;
        over = true;
        note.bytes = exchanged.bytes;
        done(exchanged);
      };
      time.after(sending.timeoutMs, () => {
        connectedIn = null;
        end({ kind: 'timeout', bytes: note.bytes });
      });
      if (isSilent(side)) return;
      connect();
      time.after(ROUND_TRIP_MS + world.side(side).restDelayMs(), () => {
        if (isSilent(side) || over) return;
        const { status, body } = replyTo(side, sending);
        note.status = status;
        const size = Buffer.byteLength(body);
        if (size > sending.maxBytes) return end({ kind: 'too-large', bytes: note.bytes + sending.maxBytes });
        owed += Math.ceil(size / SLICE) + 3;
        const bytes = note.bytes + HEAD_BYTES + size;
        end({ kind: 'answer', status, body, sentAt, waitedMs: time.monoMs() - sentMono, bytes });
      });
    }

    return {
      send,
      destroy() {
        destroyed = true;
      },
    };
  }

  return {
    openHttps,
    asked,
    setCut(value) {
      cut = value;
    },
    takeOwed() {
      const turns = owed;
      owed = 0;
      return turns;
    },
  };
}

function noteOf({ request, headers }: Sending, side: FinesseSide, at: number): Asked {
  const { method, path } = request;
  const body = request.method === 'POST' ? request.body : '';
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  const username = basic === undefined ? null : (Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? null);
  const head = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  const bytes = method.length + path.length + 12 + head + body.length;
  return { at, side, method, path, body, username, status: 0, bytes };
}

function factsOf({ validFrom, validUntil, serial }: Certificate): CertificateFacts {
  const fingerprint = `sha256/${Buffer.from(`serial ${serial}`.padEnd(32)).toString('base64')}`;
  return {
    subject: 'CN=simulated',
    issuer: 'CN=simulated',
    validFromMs: validFrom,
    validToMs: validUntil,
    fingerprint,
  };
}
