/** Reads what a feed sends: typed facts out of a pubsub message, by local names, tolerant of what FINESSE §3.2 has seen. */
import type { Element } from '@xmpp/xml';
import type { EpochMs } from '#contract';
import { type ApiError, apiErrorsIn } from '../parse/api-errors';
import { stampOf, upper } from '../parse/fields';
import { readSystemInfo, type SystemInfo } from '../parse/system-info';
import { type FinesseUser, userOf } from '../parse/users';
import {
  childOf,
  type DataCondition,
  type DataNode,
  findNode,
  type Read,
  readable,
  readJson,
  readXml,
  textOf,
  unreadable,
} from '../parse/xml';
import { type FeedName, readFeedName } from './names';

/** What was published, whatever it is about. */
export interface Published {
  /** The pubsub node. */
  feed: string;
  name: FeedName;
  itemId: string | null;
  /** `PUT`, `POST`, `DELETE`, in upper case; open. null: not told. */
  method: string | null;
  /** Of the REST request that it is the outcome of. */
  requestId: string | null;
  /** XEP-0203: it was kept since then, while nobody was there. */
  storedAt: EpochMs | null;
}

export type FeedFact = Published &
  (
    | { kind: 'user'; user: FinesseUser }
    /** Taken out of the directory or the team. */
    | { kind: 'user-removed'; user: FinesseUser }
    | { kind: 'system-info'; info: SystemInfo }
    | { kind: 'errors'; errors: ApiError[] }
    /** Calls, media, queues: that something was published, and no more. */
    | { kind: 'other' }
  );

export interface Notification {
  facts: FeedFact[];
  /** Items that could not be read. */
  unread: { feed: string; condition: DataCondition }[];
}

export type ReadNotification =
  | { ok: true; notification: Notification }
  /** `not-a-notification`: somebody else's message, also one that claims to be one but is not from the pubsub service. */
  | { ok: false; condition: 'not-a-notification' | 'foreign-sender' };

/** So much is looked at in one message; services send one item each. */
const MAX_ITEMS = 100;

/**
 * @param stanza any stanza of a session; nothing is thrown, whatever is in it
 * @param pubsubDomain of the server that the session is with: anybody may send messages that look like notifications
 */
export function readNotification(stanza: Element, pubsubDomain: string): ReadNotification {
  const event = stanza.getName() === 'message' ? elementOf(stanza, 'event') : null;
  const lists = event === null ? [] : elementsOf(event, 'items');
  if (lists.length === 0 || stanza.attrs.type === 'error') return { ok: false, condition: 'not-a-notification' };
  // XEP-0060 §12.3: who subscribed checks who notifies
  if (!isFrom(stanza.attrs.from, pubsubDomain)) return { ok: false, condition: 'foreign-sender' };
  const delay = elementOf(stanza, 'delay');
  const storedAt = delay === null ? null : stampOf(stringOf(delay.attrs.stamp));
  const notification: Notification = { facts: [], unread: [] };
  for (const list of lists) {
    const feed = stringOf(list.attrs.node) ?? '';
    for (const item of elementsOf(list, 'item').slice(0, MAX_ITEMS)) {
      const fact = readItem(item, feed, storedAt);
      if (fact.ok) notification.facts.push(fact.value);
      else notification.unread.push({ feed, condition: fact.condition });
    }
  }
  return { ok: true, notification };
}

function readItem(item: Element, feed: string, storedAt: EpochMs | null): Read<FeedFact> {
  const payload = payloadOf(item);
  if (!payload.ok) return payload;
  const root = payload.value;
  const update = findNode(root, 'Update') ?? root;
  const published: Published = {
    ...{ feed, name: readFeedName(feed), itemId: stringOf(item.attrs.id), storedAt },
    method: upper(textOf(update, 'event')),
    requestId: textOf(update, 'requestId'),
  };
  return factOf(published, childOf(update, 'data') ?? update);
}

function factOf(published: Published, data: DataNode): Read<FeedFact> {
  const errors = apiErrorsIn(data);
  if (errors !== null) return readable({ ...published, kind: 'errors', errors });
  switch (published.name.kind) {
    case 'other':
      return readable({ ...published, kind: 'other' });
    case 'system-info': {
      const info = readSystemInfo(data);
      return info.ok ? readable({ ...published, kind: 'system-info', info: info.value }) : info;
    }
    case 'user':
    case 'team': {
      const node = findNode(data, 'User');
      const user = node === null ? unreadable('unexpected-content') : userOf(node);
      if (!user.ok) return user;
      const kind = published.method === 'DELETE' ? 'user-removed' : 'user';
      return readable({ ...published, kind, user: user.value });
    }
  }
}

/** Escaped XML as text, JSON, or, should a release not escape it, elements. */
function payloadOf(item: Element): Read<DataNode> {
  const around = elementOf(item, 'notification') ?? item;
  const text = around.getText().trim();
  if (text.startsWith('{') || text.startsWith('[')) return readJson(text);
  if (text !== '') return readXml(text);
  const [inside] = around.getChildElements();
  return inside === undefined ? unreadable('unexpected-content') : readXml(inside.toString());
}

/** FINESSE §3.2: by local name, whatever the namespace. */
function elementsOf(parent: Element, local: string): Element[] {
  return parent.getChildElements().filter((child) => child.getName() === local);
}

const elementOf = (parent: Element, local: string): Element | null => elementsOf(parent, local)[0] ?? null;

const stringOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const isFrom = (from: unknown, domain: string): boolean =>
  typeof from === 'string' && from.toLowerCase() === domain.toLowerCase();
