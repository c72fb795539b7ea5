/** What a valid configuration is, after parsing: the type that the rest of the worker sees. */
import type {
  AlertRule,
  Expectation,
  FinesseSide,
  NodeTags,
  PrivacySettings,
  TargetKey,
  TransportKind,
} from '#contract';
import type { Retention } from '../domain/history/retention';
import type { LoadBudget } from '../domain/load-budget';
import type { TlsTrust, WireAddress } from '../transport/port';
import type { Secret, SessionOptions } from '../xmpp/port';
import type { BackupConfig } from './backup';
import type { NotifyConfig } from './notify';
import type { SignInConfig } from './sign-in';

/** Timing of one session. Defaults follow Cisco's desktop: 10 s, 10 s, 2 retries. */
export interface SessionPolicy {
  pingIntervalMs: number;
  pingTimeoutMs: number;
  pingRetries: number;
  connectTimeoutMs: number;
}

/** One thing that we hold a session to: node + account + transport + policy. */
export interface TargetConfig {
  key: TargetKey;
  clusterKey: string;
  clusterName: string;
  nodeKey: string;
  nodeName: string;
  transport: TransportKind;
  /** For people: `wss://host:port/path`, `xmpp://host:port (STARTTLS)`. */
  address: string;
  expect: Expectation;
  session: SessionOptions;
  policy: SessionPolicy;
}

export interface HoldfastConfig {
  /** Where it came from, for messages; null = no file was given. */
  file: string | null;
  /** Those that the file alone can tell; a Finesse cluster's follow when its domain and open ports are known. */
  targets: TargetConfig[];
  finesse: FinesseClusterConfig[];
  /** Whom to watch on XMPP services. */
  watches: XmppWatchConfig[];
  /** Of every server: to find targets by, and nothing that a session would have to begin anew for. */
  tags: NodeTags[];
  /** Who is told of incidents, and when nobody is. */
  notify: NotifyConfig;
  /** Which stand before those that come with Holdfast and those made in the pages. */
  rules: AlertRule[];
  /** How long history is kept. */
  history: Retention;
  /** What of people is kept, and from which size on a team is told apart. */
  privacy: PrivacySettings;
  /** Ways to sign in besides with a password. */
  signIn: SignInConfig;
  /** When the history is copied by itself; null: never. */
  backup: BackupConfig | null;
}

export interface Account {
  username: string;
  password: Secret;
}

/** One A/B pair, or a single server A. */
export interface FinesseClusterConfig {
  key: string;
  name: string;
  /** Asked for, because no API tells it; null: not told (UCCX has none). */
  load: 0 | 1 | null;
  servers: FinesseServerConfig[];
  sites: SiteRule[];
  /** Where the details of ConnectedUsersInfo are asked for: `userDetails` or `?name=value`; null: found out. */
  connectedUsersPlace: string | null;
}

export interface FinesseServerConfig {
  side: FinesseSide;
  nodeKey: string;
  nodeName: string;
  /** FQDN: the name that the certificate is for. */
  host: string;
  /** Of REST on HTTPS. */
  restPort: number;
  trust: TlsTrust;
  /** Dedicated, and never used on the other side. */
  account: Account;
  /** For the directory and the connected users; null: not given. May be the same on both sides, because it opens no session. */
  administrator: Account | null;
  standbyExpected: boolean;
  /** What to hold sessions to, the one that subscribes first; null: found out in the order 8445/ws, 7443/ws, 7443/http-bind, 5223. */
  transports: FinesseTransportConfig[] | null;
  /** By transport. */
  resources: Readonly<Record<TransportKind, string>>;
  policy: SessionPolicy;
  budget: LoadBudget;
}

export interface FinesseTransportConfig {
  transport: TransportKind;
  /** null: where the release has it, found out. */
  address: WireAddress | null;
  /** For people; null as the address. */
  addressText: string | null;
  expect: Expectation;
}

/** The first rule that fits an agent gives the site. */
export interface SiteRule {
  site: string;
  /** Names or ids of teams. */
  teams: readonly string[];
  /** Inclusive ranges; both ends have as many digits as the extensions that they cover, and compare as text. */
  extensions: readonly { from: string; to: string }[];
  loginIds: readonly string[];
}

/** JIDs watched by a node of kind `xmpp`, through the presence that it grants us and by ping. */
export interface XmppWatchConfig {
  clusterKey: string;
  clusterName: string;
  nodeKey: string;
  /** In the order in which a session that is online is chosen: one account's first session watches, its others only ping. */
  targets: TargetKey[];
  people: WatchedPerson[];
}

export interface WatchedPerson {
  /** Bare JID, in lower case: the login id of the agent. */
  jid: string;
  name: string | null;
  teamId: string;
  teamName: string;
  site: string | null;
}
