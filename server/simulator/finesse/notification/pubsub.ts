/** The pubsub service of one side, `pubsub.<domain>`: XEP-0060 as far as Finesse clients go, with Openfire's answers. */
import { Element } from '@xmpp/xml';
import { ns } from '../../port';
import { attr, errorReply, isPing, type Jid, parseJid, resultOf } from '../../stanza';
import { itemElement, PUBSUB } from './envelope';
import type { Feeds } from './feeds';
import type { Dialect } from './port';
import type { Subscription, Subscriptions } from './subscriptions';

export interface PubSubDeps {
  domain: string;
  dialect: Dialect;
  subscriptions: Subscriptions;
  feeds: Feeds;
  access(username: string, feed: string): 'granted' | 'forbidden' | 'not-found';
  /** Feeds that a discovery by this account lists. */
  feedsOf(username: string): string[];
  newId(): string;
  reply(stanza: Element): void;
}

/** What goes wrong: a stanza error and what XEP-0060 adds to it. */
interface Refusal {
  condition: string;
  detail?: string;
  /** Of `<unsupported/>`. */
  feature?: string;
}
type Answer = { ok: true; payload: Element | null } | { ok: false; refusal: Refusal };

const done = (payload: Element | null = null): Answer => ({ ok: true, payload });
const refused = (condition: string, detail?: string): Answer => ({
  ok: false,
  refusal: detail === undefined ? { condition } : { condition, detail },
});
const unsupported = (feature: string): Answer => ({
  ok: false,
  refusal: { condition: 'feature-not-implemented', detail: 'unsupported', feature },
});

/** Of one account: a client that subscribes with ever new resources must end somewhere. */
const MAX_SUBSCRIPTIONS = 2_000;

export class PubSub {
  constructor(private readonly deps: PubSubDeps) {}

  /** A stanza to the service; whatever it is, an IQ get or set is answered. */
  receive(stanza: Element): void {
    const type = attr(stanza, 'type');
    const from = parseJid(attr(stanza, 'from') ?? '');
    if (stanza.getName() !== 'iq' || (type !== 'get' && type !== 'set') || from === null) return;
    const answer = this.answer(stanza, type, from);
    const reply = answer.ok
      ? resultOf(stanza, answer.payload ?? undefined)
      : refusal(errorReply(stanza, answer.refusal.condition), answer.refusal);
    if (reply !== null) this.deps.reply(reply);
  }

  private answer(iq: Element, type: 'get' | 'set', from: Jid): Answer {
    if (isPing(iq)) return done();
    const pubsub = iq.getChild('pubsub', PUBSUB);
    if (pubsub !== undefined) return this.request(pubsub, type, from);
    // XEP-0060 §8: nodes belong to Finesse alone
    if (iq.getChild('pubsub', `${PUBSUB}#owner`) !== undefined) return refused('forbidden');
    const info = iq.getChild('query', ns.discoInfo);
    if (info !== undefined && type === 'get') return this.info(attr(info, 'node'), from);
    const items = iq.getChild('query', ns.discoItems);
    if (items !== undefined && type === 'get') return this.nodes(attr(items, 'node'), from);
    return refused('service-unavailable');
  }

  private request(pubsub: Element, type: 'get' | 'set', from: Jid): Answer {
    const [action] = pubsub.getChildElements();
    if (action === undefined) return refused('bad-request');
    switch (`${type} ${action.getName()}`) {
      case 'set subscribe':
        return this.subscribe(action, from);
      case 'set unsubscribe':
        return this.unsubscribe(action, from);
      case 'get subscriptions':
        return this.list(attr(action, 'node'), from);
      case 'get items':
        return this.items(action, from);
      case 'set publish':
      case 'set retract':
      case 'set create':
        return refused('forbidden');
      case 'get affiliations':
        return unsupported('retrieve-affiliations');
      case 'get options':
      case 'set options':
        return unsupported('subscription-options');
      default:
        return refused('bad-request');
    }
  }

  /** XEP-0060 §6.1; Openfire looks for the node first, then at the JID, then at what may be. */
  private subscribe(action: Element, from: Jid): Answer {
    const node = attr(action, 'node');
    if (node === undefined) return refused('bad-request', 'nodeid-required');
    const access = this.deps.access(from.local, node);
    if (access === 'not-found') return refused('item-not-found');
    const jid = parseJid(attr(action, 'jid') ?? '');
    if (jid === null || !sameAccount(jid, from)) return refused('bad-request', 'invalid-jid');
    if (access === 'forbidden') return refused('forbidden');
    const { subscriptions } = this.deps;
    const full = text(jid);
    const there = subscriptions.find(node, full);
    if (there === null && subscriptions.ownedBy(from.local).length >= MAX_SUBSCRIPTIONS) {
      return refused('policy-violation', 'too-many-subscriptions');
    }
    const made = { node, jid: full, subid: this.deps.newId(), owner: from.local };
    return done(inPubSub(subscriptionElement(subscriptions.add(made))));
  }

  /** XEP-0060 §6.2. */
  private unsubscribe(action: Element, from: Jid): Answer {
    const node = attr(action, 'node');
    if (attr(action, 'jid') === undefined) return refused('bad-request', 'jid-required');
    if (node === undefined) return refused('bad-request', 'nodeid-required');
    if (this.deps.access(from.local, node) === 'not-found') return refused('item-not-found');
    const jid = parseJid(attr(action, 'jid') ?? '');
    if (jid === null) return refused('bad-request', 'invalid-jid');
    const found = this.deps.subscriptions.find(node, text(jid));
    // whether somebody else is subscribed is nobody's business
    if (!sameAccount(jid, from)) return refused('forbidden');
    if (found === null) return refused('unexpected-request', 'not-subscribed');
    const subid = attr(action, 'subid');
    if (subid !== undefined && subid !== found.subid) return refused('not-acceptable', 'invalid-subid');
    this.deps.subscriptions.remove(found);
    return done();
  }

  /** XEP-0060 §5.6: those of the account, whatever the session. */
  private list(node: string | undefined, from: Jid): Answer {
    const list = new Element('subscriptions', node === undefined ? {} : { node });
    for (const subscription of this.deps.subscriptions.ownedBy(from.local)) {
      if (node === undefined || subscription.node === node) list.cnode(subscriptionElement(subscription));
    }
    return done(inPubSub(list));
  }

  /** XEP-0060 §6.5: a feed keeps its last item. */
  private items(action: Element, from: Jid): Answer {
    const node = attr(action, 'node');
    if (node === undefined) return refused('bad-request', 'nodeid-required');
    const access = this.deps.access(from.local, node);
    if (access === 'not-found') return refused('item-not-found');
    if (access === 'forbidden') return refused('forbidden');
    const max = attr(action, 'max_items');
    if (max !== undefined && !/^[1-9]\d{0,8}$/.test(max)) return refused('bad-request');
    const wanted = action.getChildren('item').map((item) => attr(item, 'id'));
    const last = this.deps.feeds.lastItem(node);
    const list = new Element('items', { node });
    if (last !== null && (wanted.length === 0 || wanted.includes(last.id))) {
      list.cnode(itemElement(last, this.deps.dialect));
    }
    return done(inPubSub(list));
  }

  /** XEP-0060 §5.1, §5.3. */
  private info(node: string | undefined, from: Jid): Answer {
    const query = new Element('query', { xmlns: ns.discoInfo, ...(node === undefined ? {} : { node }) });
    if (node !== undefined) {
      if (this.deps.access(from.local, node) !== 'granted') return refused('item-not-found');
      query.c('identity', { category: 'pubsub', type: 'leaf' });
      query.c('feature', { var: PUBSUB });
      return done(query);
    }
    query.c('identity', { category: 'pubsub', type: 'service', name: 'Publish-Subscribe service' });
    const features = ['subscribe', 'retrieve-items', 'retrieve-subscriptions', 'persistent-items'];
    for (const name of [ns.discoInfo, ns.discoItems, PUBSUB, ...features.map((f) => `${PUBSUB}#${f}`)]) {
      query.c('feature', { var: name });
    }
    return done(query);
  }

  /** XEP-0060 §5.2: only what the asker may read. */
  private nodes(node: string | undefined, from: Jid): Answer {
    const query = new Element('query', { xmlns: ns.discoItems, ...(node === undefined ? {} : { node }) });
    if (node === undefined) {
      for (const feed of this.deps.feedsOf(from.local)) query.c('item', { jid: this.deps.domain, node: feed });
    }
    return done(query);
  }
}

function subscriptionElement({ node, jid, subid }: Subscription): Element {
  return new Element('subscription', { node, jid, subid, subscription: 'subscribed' });
}

function inPubSub(child: Element): Element {
  const pubsub = new Element('pubsub', { xmlns: PUBSUB });
  pubsub.cnode(child);
  return pubsub;
}

function refusal(reply: Element | null, { detail, feature }: Refusal): Element | null {
  const error = reply?.getChild('error');
  if (detail === undefined || error === undefined) return reply;
  error.c(detail, { xmlns: `${PUBSUB}#errors`, ...(feature === undefined ? {} : { feature }) });
  return reply;
}

const sameAccount = (a: Jid, b: Jid): boolean => a.local === b.local && a.domain === b.domain;

function text({ local, domain, resource }: Jid): string {
  return resource === null ? `${local}@${domain}` : `${local}@${domain}/${resource}`;
}
