/** The IQs that wait for their answers: pings with the moment of their writing, requests with whoever asked. */
import type { Element } from '@xmpp/xml';

export type OnReply = (reply: Element | null) => void;

/** More pings than this are never meant to be under way; the oldest is forgotten. */
const MAX_PINGS = 64;

export class Replies {
  readonly #pings = new Map<string, number>();
  #requests: Map<string, OnReply> | null = null;

  expectPong(id: string, sentMonoMs: number): void {
    this.#pings.set(id, sentMonoMs);
    if (this.#pings.size <= MAX_PINGS) return;
    const [oldest] = this.#pings.keys();
    if (oldest !== undefined) this.#pings.delete(oldest);
  }

  /** When the ping of this id was written; it is no longer waited for. */
  takePing(id: string): number | undefined {
    const sent = this.#pings.get(id);
    if (sent !== undefined) this.#pings.delete(id);
    return sent;
  }

  expectReply(id: string, onReply: OnReply): void {
    this.#requests ??= new Map();
    this.#requests.set(id, onReply);
  }

  takeRequest(id: string): OnReply | undefined {
    const onReply = this.#requests?.get(id);
    if (onReply !== undefined) this.#requests?.delete(id);
    return onReply;
  }

  /** Nothing will be answered any more: everybody who asked is told. */
  abandon(): void {
    const asked = this.#requests === null ? [] : [...this.#requests.values()];
    this.#pings.clear();
    this.#requests = null;
    for (const onReply of asked) onReply(null);
  }
}
