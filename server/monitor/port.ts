/** Who listens to a target's session besides its own monitor: the watches of agents. */
import type { Element } from '@xmpp/xml';
import type { EpochMs, Failure } from '#contract';
import type { Session } from '../xmpp/port';

/** Told of one target's session, in order. Everything is synchronous and must not throw. */
export interface SessionListener {
  /** Online: bound, present, first ping answered. `jid` is full. */
  online(session: Session, jid: string): void;
  /** A stanza that the session does not consume; those that came between `bind` and `online` follow `online`. None after `offline`. */
  stanza(stanza: Element): void;
  /** The session answered a ping, or is known alive otherwise: nothing that was sent to us before `at` is still missing. */
  alive(at: EpochMs): void;
  /** No longer online: by a failure, or null when we left it ourselves. */
  offline(failure: Failure | null): void;
  /** An attempt to connect failed; `auth` failures stop the target until somebody resumes it. */
  failed(failure: Failure): void;
  /** We are about to stop: still online, for a last word such as unsubscribing. Waited for 1.5 s at most; must not reject. */
  leaving?(): Promise<void>;
}
