/** The XEP-0060 requests of a subscriber, and what their answers say. */
import { Element } from '@xmpp/xml';

export const PUBSUB = 'http://jabber.org/protocol/pubsub';

/** XEP-0060 §6.1. @param jid full: the subscription is this session's */
export function subscribeIq(pubsubDomain: string, feed: string, jid: string): Element {
  return request('set', pubsubDomain, 'subscribe', { node: feed, jid });
}

/** XEP-0060 §6.2; §6.2.3.1: with several subscriptions to one node, the id tells which. */
export function unsubscribeIq(pubsubDomain: string, { feed, jid, subid }: Subscription): Element {
  return request('set', pubsubDomain, 'unsubscribe', { node: feed, jid, ...(subid === null ? {} : { subid }) });
}

/** XEP-0060 §5.6. */
export function subscriptionsIq(pubsubDomain: string): Element {
  return request('get', pubsubDomain, 'subscriptions', {});
}

function request(type: 'get' | 'set', to: string, action: string, attrs: Record<string, string>): Element {
  const iq = new Element('iq', { type, to });
  iq.c('pubsub', { xmlns: PUBSUB }).c(action, attrs);
  return iq;
}

export interface Subscription {
  feed: string;
  /** Full or bare, as it was made. */
  jid: string;
  subid: string | null;
  /** `subscribed`, `pending`, `unconfigured`, `none`. */
  state: string;
}

/** `condition`: RFC 6120 §8.3.3, or `bad-request` for an answer that makes no sense. */
export type Reply<T> = { ok: true; value: T } | { ok: false; condition: string };

/** XEP-0060 §6.1.2: an answer without a `<subscription/>` says yes as well. */
export function readSubscribed(iq: Element): Reply<string> {
  const failure = failureIn(iq);
  if (failure !== null) return failure;
  const state = inPubSub(iq, 'subscription')?.attrs.subscription;
  return { ok: true, value: typeof state === 'string' ? state : 'subscribed' };
}

export function readDone(iq: Element): Reply<null> {
  return failureIn(iq) ?? { ok: true, value: null };
}

export function readSubscriptions(iq: Element): Reply<Subscription[]> {
  const failure = failureIn(iq);
  if (failure !== null) return failure;
  const list = inPubSub(iq, 'subscriptions')?.getChildElements() ?? [];
  return { ok: true, value: list.flatMap(subscriptionOf) };
}

function subscriptionOf(element: Element): Subscription[] {
  const { node, jid, subid, subscription } = element.attrs;
  if (element.getName() !== 'subscription' || typeof node !== 'string' || typeof jid !== 'string') return [];
  const state = typeof subscription === 'string' ? subscription : 'subscribed';
  return [{ feed: node, jid, subid: typeof subid === 'string' ? subid : null, state }];
}

function inPubSub(iq: Element, name: string): Element | undefined {
  const pubsub = iq.getChildElements().find((child) => child.getName() === 'pubsub');
  return pubsub?.getChildElements().find((child) => child.getName() === name);
}

function failureIn(iq: Element): { ok: false; condition: string } | null {
  if (iq.attrs.type === 'result') return null;
  const stanzaErrors = 'urn:ietf:params:xml:ns:xmpp-stanzas';
  const conditions = iq.getChild('error')?.getChildElements() ?? [];
  const found = conditions.find((child) => child.getNS() === stanzaErrors && child.getName() !== 'text');
  return { ok: false, condition: found?.getName() ?? 'undefined-condition' };
}
