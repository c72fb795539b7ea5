/** The BOSH connection manager: HTTP on one side, sessions by `sid` on the other (XEP-0124, XEP-0206). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Time } from '../time/time';
import { createFrameParser } from '../transport/xml/frame-parser';
import { type BoshRequest, parseBody, terminateXml } from './bosh-body';
import { BoshSession, type Responder } from './bosh-session';
import type { BoshSettings } from './bosh-settings';
import type { Accept } from './port';

export interface BoshOptions {
  secure: boolean;
  settings: BoshSettings;
  accept: Accept;
  time: Time;
}

export interface BoshFace {
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Half-open: requests are read and not looked at, and nothing is answered, until released. */
  hold(on: boolean): void;
  /** Forgets every session and what was held: their next request finds nothing. */
  close(): void;
}

const MAX_BODY_BYTES = 1_048_576;

export function createBoshFace(options: BoshOptions): BoshFace {
  const sessions = new Map<string, BoshSession>();
  const parser = createBodyParser();
  let held: (() => void)[] | null = null;

  function unlessHeld(run: () => void): void {
    if (held === null) run();
    else held.push(run);
  }

  function act(text: Buffer, responder: HttpResponder) {
    const request = parser(text);
    if (request === null) return responder.answer(terminateXml('bad-request'), 400);
    if (request.sid === null) return create(request, responder);
    const session = sessions.get(request.sid);
    // XEP-0124 §17.1 and §17.2: nobody knows which `ver` an unknown session had, so both ways of saying it
    if (session === undefined) return responder.answer(terminateXml('item-not-found'), 404);
    session.receive(request, responder);
  }

  function create(request: BoshRequest, responder: HttpResponder): void {
    const sid = options.time.uuid();
    const { secure, settings, accept, time } = options;
    const session = new BoshSession(request, {
      sid,
      secure,
      settings,
      accept,
      time,
      onEnd: () => sessions.delete(sid),
    });
    sessions.set(sid, session);
    session.receive(request, responder);
  }

  return {
    handle(req, res) {
      void readBody(req).then((text) => {
        const responder = createResponder(res, unlessHeld);
        unlessHeld(() => {
          if (text === null) responder.answer(terminateXml('policy-violation'), 413);
          else act(text, responder);
        });
      });
    },
    hold(on) {
      const waiting = held ?? [];
      held = on ? waiting : null;
      if (!on) for (const run of waiting) run();
    },
    close() {
      if (held !== null) held = [];
      for (const session of [...sessions.values()]) session.destroy();
    },
  };
}

/** One parser serves all bodies; after an error a fresh one takes its place. */
function createBodyParser(): (text: Buffer) => BoshRequest | null {
  let parse = createFrameParser();
  return (text) => {
    const frame = parse(text);
    if (frame.kind === 'error') parse = createFrameParser();
    return frame.kind === 'element' ? parseBody(frame.element) : null;
  };
}

/** @returns null when the body is too large; never settles when the client is gone before its end */
function readBody(req: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) resolve(null);
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('error', () => undefined);
  });
}

interface HttpResponder extends Responder {
  answer(body: string, status?: number): void;
}

/** @param when runs what it is given as soon as anything may be said */
function createResponder(res: ServerResponse, when: (run: () => void) => void): HttpResponder {
  let gone = false;
  let onGone: () => void = () => undefined;
  res.on('close', () => {
    gone = true;
    if (!res.writableFinished) onGone();
  });

  function write(body: string, status: number): void {
    if (gone || res.headersSent) return;
    res.writeHead(status, {
      'Content-Type': 'text/xml; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
    });
    res.end(body);
  }

  return {
    get gone() {
      return gone;
    },
    onGone(run) {
      onGone = run;
    },
    answer: (body, status = 200) => when(() => write(body, status)),
  };
}
