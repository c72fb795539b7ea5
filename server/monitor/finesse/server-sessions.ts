/** The sessions to one server: the first of them that is online subscribes, the others only ping and stand by. */
import type { Element } from '@xmpp/xml';
import type { EpochMs, Failure, TargetKey } from '#contract';
import type { TargetConfig } from '../../config/schema';
import type { Session } from '../../xmpp/port';
import type { SessionListener } from '../port';
import type { FinesseDeps } from './port';

export interface SessionEvents {
  /** This session subscribes from now on. */
  subscribes(session: Session, jid: string): void;
  /** It does no longer, and no other can. @param failure null: we left it */
  unsubscribed(failure: Failure | null): void;
  /** @param bySubscriber feeds' events come to the subscribing session alone, presence to all */
  stanza(stanza: Element, bySubscriber: boolean): void;
  /** @param bySubscriber see `stanza` */
  alive(at: EpochMs, bySubscriber: boolean): void;
  /** Some session is online now, and none was. */
  online(): void;
  /** None is any more, or one more attempt failed while none is. */
  offline(failure: Failure | null): void;
  /** An attempt failed. @returns whether the account is refused */
  isRefused(failure: Failure): boolean;
  /** For a last word before the subscribing session closes. */
  leaving(): Promise<void>;
}

export interface ServerSessions {
  /** In the order in which they are preferred. @param proven false: one is tried first, and the others when it is online */
  configure(targets: readonly TargetConfig[], proven: boolean): void;
  listener(key: TargetKey): SessionListener | null;
  isOnline(): boolean;
  /** The account is refused: no session of it is tried any more. */
  refuse(): void;
  /** The account is said to be right: one is tried. */
  retry(): void;
}

interface Online {
  session: Session;
  jid: string;
}

export function createServerSessions(fleet: FinesseDeps['fleet'], events: SessionEvents): ServerSessions {
  let targets: readonly TargetConfig[] = [];
  const online = new Map<TargetKey, Online>();
  const added = new Set<TargetKey>();
  /** Stopped because the account was refused. */
  const held = new Set<TargetKey>();
  let subscriber: TargetKey | null = null;

  function add(wanted: readonly TargetConfig[]): void {
    for (const target of wanted) {
      added.add(target.key);
      fleet.add(target);
      if (held.delete(target.key)) fleet.resume(target.key);
    }
  }

  /** Those that are never tried cost no try. */
  function addFirst(): void {
    const first = targets.find((target) => target.expect !== 'closed');
    add(targets.filter((target) => target === first || target.expect === 'closed'));
  }

  function takeOver(failure: Failure | null): void {
    const next = targets.find(({ key }) => online.has(key));
    const chosen = next === undefined ? undefined : online.get(next.key);
    if (next === undefined || chosen === undefined) {
      if (subscriber === null) return;
      subscriber = null;
      events.unsubscribed(failure);
      return;
    }
    subscriber = next.key;
    events.subscribes(chosen.session, chosen.jid);
  }

  function wentOnline(key: TargetKey, session: Session, jid: string): void {
    const first = online.size === 0;
    online.set(key, { session, jid });
    add(targets.filter((target) => !added.has(target.key)));
    if (subscriber === null) takeOver(null);
    if (first) events.online();
  }

  function wentOffline(key: TargetKey, failure: Failure | null): void {
    if (!online.delete(key)) return;
    if (key === subscriber) takeOver(failure);
    if (online.size === 0) events.offline(failure);
  }

  function listenerOf(key: TargetKey): SessionListener {
    return {
      online: (session, jid) => wentOnline(key, session, jid),
      stanza: (stanza) => events.stanza(stanza, key === subscriber),
      alive: (at) => events.alive(at, key === subscriber),
      offline: (failure) => wentOffline(key, failure),
      failed(failure) {
        if (events.isRefused(failure)) return;
        if (online.size === 0) events.offline(failure);
        // the first door may be closed although the account is right
        if (failure.kind !== 'auth') add(targets.filter((target) => !added.has(target.key)).slice(0, 1));
      },
      leaving: () => (key === subscriber ? events.leaving() : Promise.resolve()),
    };
  }

  const listeners = new Map<TargetKey, SessionListener>();

  return {
    configure(wanted, proven) {
      targets = wanted;
      for (const { key } of wanted) if (!listeners.has(key)) listeners.set(key, listenerOf(key));
      if (proven || added.size > 0) add(wanted);
      else addFirst();
    },
    listener: (key) => listeners.get(key) ?? null,
    isOnline: () => online.size > 0,
    refuse() {
      for (const key of added) {
        held.add(key);
        fleet.stopTarget(key, 'refused');
      }
    },
    retry() {
      // one is tried; the others follow when it is online
      added.clear();
      addFirst();
    },
  };
}
