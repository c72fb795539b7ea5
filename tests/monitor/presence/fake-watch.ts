/** A watch of people whose sessions and judge are played by hand: the test reads what it asks for and what it tells. */
import { Element } from '@xmpp/xml';
import type { Fact } from '#contract';
import type { XmppWatchConfig } from '../../../server/config/schema';
import type { SessionListener } from '../../../server/monitor/port';
import type { AgentWatch } from '../../../server/monitor/presence/port';
import { createXmppWatch } from '../../../server/monitor/presence/xmpp-watch';
import { createVirtualTime } from '../../../server/time/virtual-time';
import type { Session } from '../../../server/xmpp/port';

export const START = 1_700_000_000_000;
export const ada = 'ada@lab.example';
export const bob = 'bob@lab.example';
export const eve = 'eve@elsewhere.example';

const policy = { pingIntervalMs: 10_000, pingTimeoutMs: 10_000, pingRetries: 2, connectTimeoutMs: 30_000 };
const keys = ['lab/one/tcp', 'lab/one/websocket'];

export interface FakeSeat {
  session: Session;
  listener: SessionListener;
  /** IQs that wait for an answer, by what they ask and whom. */
  asked: Map<string, (reply: Element | null) => void>;
  sent: string[];
  comes(): void;
  /** Presence of this kind from there. */
  hears(from: string, type?: string): void;
  replies(to: string, reply: Element): void;
}

export function watchByHand(people: string[] = [ada, bob, eve]) {
  const time = createVirtualTime(START);
  const log: string[] = [];
  const facts: Fact[] = [];
  const ms = (at: number) => at - START;
  const say = (what: string) => void log.push(`${ms(time.now())} ${what}`);
  const agents: AgentWatch = {
    learn: () => {},
    listed: (entries, complete) =>
      say(`${complete ? 'listed' : 'listed again'} ${entries.map((e) => e.loginId).join(' ')}`),
    unlisted: (login) => say(`unlisted ${login}`),
    tell(login, e) {
      if (e.kind === 'presence') say(`${e.jid} ${e.available ? 'there' : 'gone'}${e.pushed ? '' : ' (look)'}`);
      if (e.kind === 'answer') say(`${e.jid} ${e.answered ? 'answers' : `missed at ${ms(e.at)}`}`);
      if (!e.kind || login !== login.toLowerCase()) throw new Error('not a login id');
    },
    connectedHost: () => {},
    forget: (login) => say(`forgets ${login}`),
    fresh: (_, feed, since, until) => feed === 'presence' && say(`fresh from ${ms(since)} to ${ms(until)}`),
    proven: (_, feed, until) => feed === 'presence' && say(`proven to ${ms(until)}`),
    stale: (_, feed, at) => feed === 'presence' && say(`stale at ${ms(at)}`),
    deaf: () => {},
    blind: (from, to) => say(`blind ${ms(from)} to ${ms(to)}`),
    loginIds: () => people,
    stop: () => {},
  };
  const config: XmppWatchConfig = {
    ...{ clusterKey: 'lab', clusterName: 'Lab', nodeKey: 'one', targets: keys },
    people: people.map((jid) => ({ jid, name: null, teamId: 'first', teamName: 'First', site: null })),
  };
  const targets = keys.map((key) => ({ key, policy }));
  const publish = (fact: Fact) => void facts.push(fact);
  const watch = createXmppWatch(config, { time, agents, publish, targets, demo: false });
  const seats = keys.map((key) => seatOf(key, watch.listenerOf(key)));
  return { time, log, facts, watch, seats, take: () => log.splice(0) };
}

function seatOf(key: string, listener: SessionListener | null): FakeSeat {
  if (listener === null) throw new Error(`nobody listens to ${key}`);
  const asked = new Map<string, (reply: Element | null) => void>();
  const sent: string[] = [];
  const session: Session = {
    facts: () => ({ phases: [], current: null, mechanism: null, tlsProtocol: null, certificate: null, jid: null }),
    transcript: () => null,
    ping: () => {},
    send: (stanza) => void sent.push(`${stanza.name} ${stanza.attrs.type} ${stanza.attrs.to}`),
    request: (iq, onReply) => void asked.set(`${iq.getChildElements()[0]?.name} ${iq.attrs.to ?? 'server'}`, onReply),
    close: () => {},
    destroy: () => {},
  };
  return {
    ...{ session, listener, asked, sent },
    comes: () => listener.online(session, `holdfast@lab.example/${key.split('/')[2]}`),
    hears: (from, type) => listener.stanza(new Element('presence', { from, ...(type === undefined ? {} : { type }) })),
    replies(to, reply) {
      const onReply = asked.get(to);
      asked.delete(to);
      if (onReply === undefined) throw new Error(`nothing was asked of ${to}: ${[...asked.keys()]}`);
      onReply(reply);
    },
  };
}

/** @param items JID and `subscription`, with a `?` behind it when it was asked for */
export function rosterOf(items: Record<string, string>): Element {
  const iq = new Element('iq', { type: 'result' });
  const query = iq.c('query', { xmlns: 'jabber:iq:roster' });
  for (const [jid, words] of Object.entries(items)) {
    const ask = words.endsWith('?') ? { ask: 'subscribe' } : {};
    query.c('item', { jid, subscription: words.replace('?', ''), ...ask });
  }
  return iq;
}

export function errorOf(condition: string): Element {
  const iq = new Element('iq', { type: 'error' });
  iq.c('error', { type: 'cancel' }).c(condition, { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' });
  return iq;
}

export const result = (): Element => new Element('iq', { type: 'result' });
