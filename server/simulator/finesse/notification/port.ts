/** What composes a simulated Finesse pair sees of one side's Notification Service. */
import type { Time } from '../../../time/time';
import type { FaultBoard } from '../../fault-board';
import type { Latencies } from '../../latency';
import type { Certificate, HttpUpgrade } from '../../options';
import type { Accept } from '../../port';
import type { Mechanism } from '../../sasl';
import type { SessionFacts } from '../../session';
import type { Side } from '../model';
import type { World } from '../world/port';

/** 0 = a free one. */
export interface NotificationPorts {
  /** 5222 of an installation. */
  tcp: number;
  /** 5223: TLS from the first byte. */
  tls: number;
  /** 7071: BOSH and WebSocket without TLS. */
  http: number;
  /** 7443: BOSH, and on 12.5 WebSocket too. */
  https: number;
  /** 8445 from 12.6 on; not opened on 12.5, where `https` has both. */
  wss: number;
}

/** How this side writes its notifications, FINESSE §3.2. */
export interface Dialect {
  notificationNs: 'urn:xmpp:push:0' | 'http://jabber.org/protocol/pubsub';
  /** Spelling of `<event>`. */
  eventCase: 'upper' | 'lower';
  /** `<data>` before `<event>`, `<requestId>` and `<source>`, or after them. */
  dataFirst: boolean;
}

export interface NotificationOptions {
  world: World;
  side: Side;
  time: Time;
  /** PEM; without it the secure ports are not opened and plain TCP offers no STARTTLS. */
  certificate?: Certificate | null;
  /** Where the ports listen: loopback unless told otherwise. */
  host?: string;
  /** Free ones unless told otherwise. */
  ports?: Partial<NotificationPorts>;
  /** Whether plain TCP and plain HTTP are open; by release unless told otherwise (FINESSE §5: off since 12.5). */
  plainPorts?: boolean;
  /** Default `/http-bind/` and `/ws/`; with and without the last slash is the same. */
  paths?: { bosh: string; websocket: string };
  /** PLAIN alone, as Finesse's own authentication needs the password, unless told otherwise. */
  mechanisms?: readonly Mechanism[];
  /** By release and deployment unless told otherwise. */
  dialect?: Partial<Dialect>;
  /** Whose access token this is; without it nobody's. */
  tokenOwner?(token: string): string | null;
  latencies?: Latencies;
  seed?: number;
}

/** Null: not opened. */
export interface NotificationAddresses {
  tcp: { host: string; port: number } | null;
  tls: { host: string; port: number } | null;
  /** `ws://127.0.0.1:7071/ws/` */
  websocket: string | null;
  wss: string | null;
  /** `http://127.0.0.1:7071/http-bind/` */
  bosh: string | null;
  https: string | null;
}

/**
 * `const n = createNotificationService({ world, side: 'A', time, certificate }); await n.open(); … n.close();`
 * It follows the world by itself: ports close while the Notification Service is down, nothing is said while the host is
 * down or the observer is cut off.
 */
export interface NotificationService {
  readonly side: Side;
  readonly domain: string;
  /** Known once open. */
  readonly addresses: NotificationAddresses;
  /** Opens all ports; rejects when one of them is taken, and then leaves none open. */
  open(): Promise<void>;
  close(): void;
  /** Bound sessions of real connections. */
  sessions(): SessionFacts[];
  /** How many subscriptions there are of accounts that a real session used. */
  subscriptions(): number;
  /** Faults of the transports, as in the simulator of one XMPP service. */
  readonly faults: FaultBoard;
  /** New TLS handshakes meet this one. */
  setCertificate(certificate: Certificate): void;
  /** For a server that has `/ws/` on a port of its own, as REST on 8445: serves an HTTP upgrade on that path. */
  readonly upgrade: HttpUpgrade;
  /** Takes in a connection that came by no port: of a client in this process. While the service is down it is the caller's to refuse. */
  readonly accept: Accept;
  /** Errors of the simulator itself: none, one hopes. */
  bugs(): number;
}
