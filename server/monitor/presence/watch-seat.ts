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

  /**
   * `came`, `went`: one of a person's clients, once. `absent`: the server says that there is none, which it says as well of those whose
   * presence we may not see. null: no news, as of a client that only changes its words.
   */
  note(news: Extract<PresenceNews, { jid: string }>): 'came' | 'went' | 'absent' | null {
    const known = this.#clients.get(news.bare);
    if (news.kind === 'available') {
      if (known === undefined) this.#clients.set(news.bare, new Set([news.jid]));
      else if (known.has(news.jid) || known.size >= MAX_CLIENTS) return null;
      else known.add(news.jid);
      return 'came';
    }
    if (known?.delete(news.jid)) return 'went';
    // RFC 6121 §4.3.2.1: of the bare JID
    if (news.hasResource && known !== undefined) return null;
    this.#clients.set(news.bare, new Set());
    return 'absent';
  }

  /** The server said that no client is there. */
  isAbsent(bare: string): boolean {
    return this.#clients.get(bare)?.size === 0;
  }

  clientsOf(bare: string): ReadonlySet<string> {
    return this.#clients.get(bare) ?? none;
  }
}

const none: ReadonlySet<string> = new Set();
