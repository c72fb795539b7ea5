/** One client's connection: a listener's carrier on one side, a stream of the service on the other, and the faults between them. */
import type { TransportKind } from '#contract';
import type { Time } from '../time/time';
import type { Effects } from './faults';
import { type LatencyProfile, latencyAt } from './latency';
import { createPipe } from './pipe';
import type { Carrier, EndReason, StreamInput } from './port';
import { isPing } from './stanza';
import { ServerStream, type StreamHost } from './stream';

export interface ConnectionDeps {
  time: Time;
  /** The faults in force on this transport now. */
  effects(): Effects;
  latency: LatencyProfile | null;
  /** Uniform in [0, 1), seeded. */
  random(): number;
  host: StreamHost;
  /** An error that should not have been: the stream ends with `internal-server-error`, the process goes on. */
  onBug(error: unknown): void;
  onGone(connection: Connection): void;
}

export interface Connection {
  readonly transport: TransportKind;
  readonly input: StreamInput;
  end(reason: EndReason): void;
  /** Gone without a word, whatever waits. */
  cut(): void;
  /** Half-open: nothing passes in either direction until released. */
  hold(on: boolean): void;
}

/** What one direction may have waiting before the client is cut off. */
const CAPACITY = 5_000;
/** Whoever has not signed in and bound by then is sent away; BOSH ends idle sessions by itself. */
const SIGN_IN_MS = 60_000;

export function createConnection(raw: Carrier, deps: ConnectionDeps): Connection {
  const overflow = (): void => raw.end({ kind: 'stream-error', condition: 'resource-constraint' });
  const out = createPipe(deps.time, CAPACITY, overflow);
  const into = createPipe(deps.time, CAPACITY, overflow);
  const push = (run: () => void): void => out.push(run, delayNow(deps));

  const carrier: Carrier = {
    transport: raw.transport,
    get secure() {
      return raw.secure;
    },
    startTls: raw.startTls === null ? null : () => push(() => raw.startTls?.()),
    open: (attrs) => push(() => raw.open(attrs)),
    send(xml, what) {
      if (what === 'stanza' && isLost(deps)) return;
      push(() => raw.send(xml));
    },
    expectRestart: () => push(() => raw.expectRestart()),
    end: (reason) => push(() => raw.end(reason)),
  };
  const stream = new ServerStream(carrier, deps.host);
  const cancelLimit =
    raw.transport === 'bosh'
      ? () => undefined
      : deps.time.after(SIGN_IN_MS, () => guarded(() => stream.expire(), stream, deps));
  const receive = (run: () => void): void => into.push(() => guarded(run, stream, deps));

  const connection: Connection = {
    transport: raw.transport,
    end: (reason) => guarded(() => stream.end(reason), stream, deps),
    cut() {
      raw.end({ kind: 'vanished' });
      connection.input.gone();
    },
    hold(on) {
      into.hold(on);
      out.hold(on);
    },
    input: {
      // a BOSH request waits or not by the manager's doing too, which nothing on the way holds up
      heard: (held) =>
        held === undefined ? receive(() => stream.heard()) : guarded(() => stream.heard(held), stream, deps),
      opened: (header) => receive(() => stream.opened(header)),
      element: (el) => receive(() => (deps.effects().freezePings && isPing(el) ? undefined : stream.element(el))),
      ended: () => receive(() => stream.ended()),
      broken: (condition) => receive(() => stream.broken(condition)),
      gone() {
        cancelLimit();
        into.clear();
        out.clear();
        guarded(() => stream.gone(), stream, deps);
        deps.onGone(connection);
      },
    },
  };
  connection.hold(deps.effects().halfOpen);
  return connection;
}

function delayNow({ effects, latency, time, random }: ConnectionDeps): number {
  const { delayMs, jitterMs } = effects();
  const usual = latency === null ? 0 : latencyAt(latency, time.now(), random);
  return usual + delayMs + (jitterMs === 0 ? 0 : jitterMs * random());
}

function isLost({ effects, random }: ConnectionDeps): boolean {
  const { dropShare } = effects();
  return dropShare > 0 && random() < dropShare;
}

function guarded(run: () => void, stream: ServerStream, deps: ConnectionDeps): void {
  try {
    run();
  } catch (error) {
    deps.onBug(error);
    stream.end({ kind: 'stream-error', condition: 'internal-server-error' });
  }
}
