/** A bound session of the simulated service, as routing and presence see it. */
import type { Element } from '@xmpp/xml';
import type { TransportKind } from '#contract';
import type { Carrier } from './port';
import type { Routable } from './routing';

export interface LiveSession extends Routable {
  priority: number | null;
  order: number;
  readonly username: string;
  /** Full JID. */
  readonly jid: string;
  readonly carrier: Carrier;
  /** The last available presence, null before it and after unavailable. */
  presence: Element | null;
  /** JIDs that were sent available presence by name: they are told of the end too (RFC 6121 §4.6). */
  readonly directed: Set<string>;
  /** Who keeps account of the session elsewhere. */
  admission: Admission | null;
}

/** What is told of a session to whoever admitted it. */
export interface Admission {
  /** As in `StreamInput.heard`. */
  heard(held?: boolean): void;
  presence(available: boolean): void;
  /** The last word. `clean`: the client said goodbye. */
  left(clean: boolean): void;
}

/** What a stream holds of its session. */
export interface BoundSession {
  readonly jid: string;
  readonly bareJid: string;
  receive(stanza: Element): void;
  heard(held?: boolean): void;
  /** `clean`: the client said goodbye. */
  leave(clean: boolean): void;
}

/** What `GET /state` tells of a session. */
export interface SessionFacts {
  jid: string;
  transport: TransportKind;
  secure: boolean;
  priority: number | null;
}
