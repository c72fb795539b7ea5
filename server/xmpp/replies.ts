/** The IQs that wait for their answers: pings with the moment of their writing, requests with whoever asked. */
import type { Element } from '@xmpp/xml';

export type OnReply = (reply: Element | null) => void;

interface Asked {
  /** As it was written; undefined: the server. */
  to: unknown;
  onReply: OnReply;
}

interface SentPing {
  id: string;
  monoMs: number;
}

/** More pings than this are never meant to be under way; the oldest is forgotten. */
const MAX_PINGS = 64;
/** Nor more requests: some are never answered, and whoever asked may have long given up. */
const MAX_REQUESTS = 20_000;

export class Replies {
  /** Oldest first; nearly always one at most, so a list is smaller and faster than a map. */
  readonly #pings: SentPing[] = [];
  #requests: Map<string, Asked> | null = null;

  expectPong(id: string, monoMs: number): void {
    this.#pings.push({ id, monoMs });
    if (this.#pings.length > MAX_PINGS) this.#pings.shift();
  }

  /** When the ping of this id was written; it is no longer waited for. */
  takePing(id: string): number | undefined {
    const at = this.#pings.findIndex((ping) => ping.id === id);
    return at < 0 ? undefined : this.#pings.splice(at, 1)[0]?.monoMs;
  }

  expectReply(id: string, to: unknown, onReply: OnReply): void {
    this.#requests ??= new Map();
    this.#requests.delete(id);
    this.#requests.set(id, { to, onReply });
    if (this.#requests.size > MAX_REQUESTS) this.#giveUpOldest(this.#requests);
  }

  /** Whether this request was sent to exactly this JID, and is waited for. */
  isAsked(id: string, jid: string): boolean {
    return this.#requests?.get(id)?.to === jid;
  }

  takeRequest(id: string): OnReply | undefined {
    const onReply = this.#requests?.get(id)?.onReply;
    this.#requests?.delete(id);
    if (this.#requests?.size === 0) this.#requests = null;
    return onReply;
  }

  #giveUpOldest(requests: Map<string, Asked>): void {
    for (const [id, { onReply }] of requests) {
      requests.delete(id);
      onReply(null);
      return;
    }
  }

  /** Nothing will be answered any more: everybody who asked is told. */
  abandon(): void {
    const asked = [...(this.#requests?.values() ?? [])];
    this.#pings.length = 0;
    this.#requests = null;
    for (const { onReply } of asked) onReply(null);
  }
}
