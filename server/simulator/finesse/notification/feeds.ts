/** What is published on one side: the last item of each feed, and its way to the subscribers. */
import type { Element } from '@xmpp/xml';
import type { Time } from '../../../time/time';
import { parseJid } from '../../stanza';
import { eventMessage, type Item, itemElement, messageId } from './envelope';
import type { Dialect } from './port';
import type { Subscriptions } from './subscriptions';

export interface FeedsDeps {
  pubsubDomain: string;
  dialect: Dialect;
  time: Time;
  subscriptions: Subscriptions;
  /** Sends a message on its way. */
  route(message: Element): void;
}

interface Published {
  id: string | null;
  payload: string | null;
  render(): string;
}

export class Feeds {
  private readonly last = new Map<string, Published>();

  constructor(private readonly deps: FeedsDeps) {}

  /** @param render is called only when somebody wants to read it: most items nobody does */
  publish(node: string, render: () => string): void {
    const published: Published = { id: null, payload: null, render };
    this.last.set(node, published);
    const { subscriptions, dialect, pubsubDomain: from, time } = this.deps;
    if (!subscriptions.has(node)) return;
    const item = itemElement(this.itemOf(published), dialect);
    for (const { jid } of subscriptions.of(node)) {
      const id = messageId(node, bareOf(jid), () => time.random());
      this.deps.route(eventMessage(node, item, { from, to: jid, id }));
    }
  }

  /** Null: nothing was published since the start. */
  lastItem(node: string): Item | null {
    const published = this.last.get(node);
    return published === undefined ? null : this.itemOf(published);
  }

  private itemOf(published: Published): Item {
    published.id ??= this.deps.time.uuid();
    published.payload ??= published.render();
    return { id: published.id, payload: published.payload };
  }
}

export function bareOf(jid: string): string {
  const parsed = parseJid(jid);
  return parsed === null ? jid : `${parsed.local}@${parsed.domain}`;
}
