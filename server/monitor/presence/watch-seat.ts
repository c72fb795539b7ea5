/** What one session has heard of watched people's clients, so that it can take over from another at once. */
import type { EpochMs, TargetKey } from '#contract';
import type { Session } from '../../xmpp/port';
import type { PresenceNews } from './watch-stanzas';

/** More clients of one person than this are noise. */
const MAX_CLIENTS = 32;

export class WatchSeat {
  /** Full JIDs by person. */
  readonly #clients = new Map<string, Set<string>>();
  /** Nothing that was sent to us before then is missing. */
  aliveAt: EpochMs;

  constructor(
    readonly key: TargetKey,
    readonly session: Session,
    /** Full. */
    readonly jid: string,
    since: EpochMs,
  ) {
    this.aliveAt = since;
  }

  get account(): string {
    return this.jid.split('/', 1)[0] ?? this.jid;
  }

  /** @returns whether it says something new: a client that only changes its words is no news */
  note(news: Extract<PresenceNews, { jid: string }>): boolean {
    const known = this.#clients.get(news.bare);
    if (news.kind === 'available') {
      if (known === undefined) this.#clients.set(news.bare, new Set([news.jid]));
      else if (known.has(news.jid) || known.size >= MAX_CLIENTS) return false;
      else known.add(news.jid);
      return true;
    }
    // RFC 6121 §4.3.2.1: of the bare JID, the server says that there is no client at all
    if (known !== undefined && news.hasResource) return known.delete(news.jid);
    this.#clients.set(news.bare, new Set());
    return known === undefined || known.size > 0;
  }

  /** Heard of, and no client is there. */
  isAbsent(bare: string): boolean {
    return this.#clients.get(bare)?.size === 0;
  }

  clientsOf(bare: string): ReadonlySet<string> {
    return this.#clients.get(bare) ?? none;
  }
}

const none: ReadonlySet<string> = new Set();
