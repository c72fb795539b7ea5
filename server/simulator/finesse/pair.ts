/** A simulated Finesse A/B pair in this process: one world, and for each side REST and a Notification Service in front of it. */
import type { Time } from '../../time/time';
import type { Latencies } from '../latency';
import type { Certificate } from '../options';
import { openAuthority } from './certificates/authority';
import { writeLogsTo } from './logs/log-folder';
import type { Side } from './model';
import type { NotificationAddresses, NotificationService } from './notification/port';
import { createNotificationService } from './notification/service';
import { type PairPorts, portsFrom } from './ports';
import { createTokens, type Tokens } from './rest/access';
import { openRedirect } from './rest/redirect';
import { openRest } from './rest/server';
import { createWorld } from './world/create-world';
import type { World, WorldSettingsInput } from './world/port';

export interface FinesseOptions {
  world: WorldSettingsInput;
  /** Free ones unless told otherwise. */
  ports?: Pick<PairPorts, Side>;
  /** Where the CA is kept; without it it lasts as long as the pair. */
  certificates?: string | null;
  /** Opens the ports without TLS too. */
  plainPorts?: boolean;
  latencies?: Partial<Record<Side, Latencies>>;
  connectedUserDetailsPath?: string;
  /** The servers' logs are written there, as they go. */
  logs?: string | null;
  /** A log file cannot be written: told once for each. */
  onProblem?(sentence: string): void;
}

export interface FinesseSide {
  readonly side: Side;
  /** A name that nobody resolves: the certificate has it besides `localhost` and `127.0.0.1`. */
  readonly host: string;
  readonly xmppDomain: string;
  /** `https://127.0.0.1:<port>/finesse/api` */
  readonly rest: string;
  /** `http://127.0.0.1:<port>/finesse/api`: 301 to `rest`. */
  readonly restHttp: string;
  /** `wss://127.0.0.1:<port of REST>/ws/`, from 12.6 on; null before. Faults of the transports do not close this port. */
  readonly restWebSocket: string | null;
  readonly addresses: NotificationAddresses;
  readonly notification: NotificationService;
}

export interface Finesse {
  readonly world: World;
  readonly sides: Readonly<Record<Side, FinesseSide>>;
  /** PEM of the CA that vouches for both sides. */
  readonly caPem: string;
  /** For SSO: access tokens that REST takes as Bearer. */
  readonly tokens: Tokens;
  /** Errors of the simulator itself: none, one hopes. */
  bugs(): number;
  stop(): void;
}

/** Rejects when a port is taken, and then leaves none open. */
export async function startFinesse(options: FinesseOptions, time: Time): Promise<Finesse> {
  const world = createWorld(options.world, time);
  const authority = openAuthority(options.certificates ?? null, time.now());
  const tokens = createTokens(world, () => time.uuid());
  const certificateOf = (side: Side): Certificate => {
    const { host, xmppDomain, certificate } = world.side(side);
    return authority.issue({ names: [...new Set([host, xmppDomain, 'localhost', '127.0.0.1'])], ...certificate() });
  };
  const deps: Deps = { options, world, time, tokens, certificateOf };
  const opened: OpenSide[] = [];
  const { logs = null, onProblem = () => undefined } = options;
  const closeLogs = logs === null ? () => undefined : writeLogsTo(logs, world, onProblem);
  const stop = (): void => {
    closeLogs();
    for (const side of opened) side.close();
    world.stop();
  };
  try {
    const a = await openSide('A', deps);
    opened.push(a);
    const b = await openSide('B', deps);
    opened.push(b);
    world.subscribe((event) => {
      if (event.type === 'certificate-changed') (event.side === 'A' ? a : b).setCertificate(certificateOf(event.side));
    });
    const bugs = (): number => opened.reduce((sum, side) => sum + side.bugs(), 0);
    return { world, sides: { A: a.facts, B: b.facts }, caPem: authority.caPem, tokens, bugs, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

interface Deps {
  options: FinesseOptions;
  world: World;
  time: Time;
  tokens: Tokens;
  certificateOf(side: Side): Certificate;
}

interface OpenSide {
  facts: FinesseSide;
  setCertificate(certificate: Certificate): void;
  bugs(): number;
  close(): void;
}

async function openSide(side: Side, { options, world, time, tokens, certificateOf }: Deps): Promise<OpenSide> {
  const { host, xmppDomain } = world.side(side);
  const ports = options.ports?.[side] ?? portsFrom(0)[side];
  const certificate = certificateOf(side);
  const { plainPorts, latencies } = options;
  const notification = createNotificationService({
    ...{ world, side, time, certificate, ports, seed: world.settings.seed },
    tokenOwner: (token) => tokens.ownerOf(token),
    ...(plainPorts === undefined ? {} : { plainPorts }),
    ...(latencies?.[side] === undefined ? {} : { latencies: latencies[side] }),
  });
  await notification.open();
  const shared = world.features.websocketPort === 8445;
  const rest = await orElse(() => notification.close(), openRest, {
    ...{ world, side, time, tokens, certificate, port: ports.rest, upgrade: shared ? notification.upgrade : null },
    ...(options.connectedUserDetailsPath === undefined
      ? {}
      : { connectedUserDetailsPath: options.connectedUserDetailsPath }),
  });
  const redirect = await orElse(
    () => {
      rest.close();
      notification.close();
    },
    openRedirect,
    { world, side, time, port: ports.restHttp, httpsPort: rest.port },
  );
  return {
    facts: {
      ...{ side, host, xmppDomain, rest: rest.url, addresses: notification.addresses, notification },
      restHttp: redirect.url,
      restWebSocket: shared ? `wss://127.0.0.1:${rest.port}/ws/` : null,
    },
    setCertificate(next) {
      rest.setCertificate(next);
      notification.setCertificate(next);
    },
    bugs: () => rest.bugs() + notification.bugs(),
    close() {
      redirect.close();
      rest.close();
      notification.close();
    },
  };
}

/** @param giveUp closes what is open already when this cannot be opened */
async function orElse<O, T>(giveUp: () => void, open: (options: O) => Promise<T>, options: O): Promise<T> {
  try {
    return await open(options);
  } catch (error) {
    giveUp();
    throw error;
  }
}
