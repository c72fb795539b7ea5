/** The message around a payload: escaped XML inside a text, no body, an id of a known shape (FINESSE §3.2). */
import { Element } from '@xmpp/xml';
import type { Dialect } from './port';

export const PUBSUB = 'http://jabber.org/protocol/pubsub';

/** One published item. */
export interface Item {
  id: string;
  /** XML of the `<Update>`, not yet escaped. */
  payload: string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @param random uniform in [0, 1) */
export function messageId(node: string, bareJid: string, random: () => number): string {
  const tail = Array.from({ length: 5 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `${node}__${bareJid}__${tail}`;
}

export function itemElement(item: Item, dialect: Dialect): Element {
  const el = new Element('item', { id: item.id });
  el.c('notification', { xmlns: dialect.notificationNs }).t(item.payload);
  return el;
}

/** @param item is shared by all messages of one publication */
export function eventMessage(node: string, item: Element, address: { from: string; to: string; id: string }): Element {
  const message = new Element('message', address);
  const items = message.c('event', { xmlns: `${PUBSUB}#event` }).c('items', { node });
  // the item has many parents; none of them looks back
  items.children.push(item);
  return message;
}
