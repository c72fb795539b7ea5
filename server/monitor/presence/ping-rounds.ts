/** Whom to ping next, and who did not answer: XEP-0199 to the clients of watched people, spread over the interval. */
import type { EpochMs } from '#contract';
import { createAgenda } from './agenda';

export interface PingPace {
  intervalMs: number;
  timeoutMs: number;
}

export interface Missed {
  jid: string;
  /** When its time was over. */
  at: EpochMs;
}

/**
 * Every client is tried once when it comes. One that answers is asked every interval; one that does not is left alone for ten,
 * because not everybody implements XEP-0199 and a silence there means nothing.
 */
export interface PingRounds {
  /** A client is there; of one that was known before, it is remembered whether it answers. */
  add(jid: string, at: EpochMs): void;
  remove(jid: string): void;
  /** No session to ask by: nobody is asked or waited for until they are added again. */
  rest(): void;
  /** Forgets all but these. */
  keep(jids: ReadonlySet<string>): void;
  /** When the next ping is due; null: none. */
  nextAt(): EpochMs | null;
  /** Whose ping is to be sent now; from then on it is waited for. null: nobody's. */
  takeDue(at: EpochMs): string | null;
  /** The client lives, also when that comes late. @returns whether it is still known */
  answered(jid: string): boolean;
  /** The ping came to nothing: neither life nor silence. */
  undecided(jid: string): void;
  /** The server says that the client cannot be reached. @returns whether that counts as a miss */
  unreachable(jid: string): boolean;
  /** Everything that was sent to us before `at` has come: whose time was over by then did not answer. Only those that have ever answered. */
  missedBy(at: EpochMs): Missed[];
}

interface Client {
  asks: 'untried' | 'answers' | 'mute';
  /** When the ping that is waited for was sent. */
  sentAt: EpochMs | null;
}

/** So many intervals until a silent client is tried again: it may have been frozen when it was tried. */
const MUTE_INTERVALS = 10;
/** Between two pings, at most: a few people need not wait for a whole round. */
const SPACING_MS = 250;

export function createPingRounds({ intervalMs, timeoutMs }: PingPace): PingRounds {
  const clients = new Map<string, Client>();
  const agenda = createAgenda<string>();
  /** Those waited for, in the order in which they were asked. */
  const waiting = new Set<string>();
  let freeAt: EpochMs = 0;

  /** @returns when it was asked; null: it was not */
  function settle(jid: string, client: Client): EpochMs | null {
    const { sentAt } = client;
    client.sentAt = null;
    waiting.delete(jid);
    if (sentAt !== null) agenda.set(jid, sentAt + (client.asks === 'answers' ? 1 : MUTE_INTERVALS) * intervalMs);
    return sentAt;
  }

  function missed(jid: string, client: Client): boolean {
    if (client.asks === 'untried') client.asks = 'mute';
    settle(jid, client);
    return client.asks === 'answers';
  }

  return {
    add(jid, at) {
      const known = clients.get(jid);
      if (known === undefined) clients.set(jid, { asks: 'untried', sentAt: null });
      if (known?.sentAt == null) agenda.set(jid, at);
    },
    remove(jid) {
      clients.delete(jid);
      waiting.delete(jid);
      agenda.set(jid, null);
    },
    rest() {
      waiting.clear();
      for (const [jid, client] of clients) {
        client.sentAt = null;
        agenda.set(jid, null);
      }
    },
    keep(jids) {
      for (const jid of clients.keys()) if (!jids.has(jid)) this.remove(jid);
    },
    nextAt() {
      const next = agenda.next();
      return next === null ? null : Math.max(next, freeAt);
    },
    takeDue(at) {
      const jid = at < freeAt ? null : agenda.takeDue(at);
      const client = jid === null ? undefined : clients.get(jid);
      if (jid === null || client === undefined) return null;
      freeAt = at + Math.min(SPACING_MS, Math.floor(intervalMs / (clients.size + 1)));
      client.sentAt = at;
      waiting.add(jid);
      return jid;
    },
    answered(jid) {
      const client = clients.get(jid);
      if (client === undefined) return false;
      client.asks = 'answers';
      settle(jid, client);
      return true;
    },
    undecided(jid) {
      const client = clients.get(jid);
      if (client !== undefined) settle(jid, client);
    },
    unreachable(jid) {
      const client = clients.get(jid);
      return client !== undefined && missed(jid, client);
    },
    missedBy(at) {
      const found: Missed[] = [];
      for (const jid of waiting) {
        const client = clients.get(jid);
        const over = (client?.sentAt ?? 0) + timeoutMs;
        if (over > at) break;
        if (client !== undefined && missed(jid, client)) found.push({ jid, at: over });
      }
      return found;
    },
  };
}
