/** Messages that found nobody, kept for the next available presence of their account, as Openfire does. */
import { Element } from '@xmpp/xml';
import type { EpochMs } from '#contract';

/** What one account may have waiting; Openfire's own limit is 100 KB, whatever comes then is lost. */
const CAPACITY = 100;

export class OfflineStore {
  private readonly waiting = new Map<string, { stanza: Element; at: EpochMs }[]>();

  /** @returns false: full, the message is lost */
  keep(username: string, stanza: Element, at: EpochMs): boolean {
    const list = this.waiting.get(username) ?? [];
    if (list.length >= CAPACITY) return false;
    list.push({ stanza, at });
    this.waiting.set(username, list);
    return true;
  }

  /** Takes out what waits, each with the time it was sent (XEP-0203). @param from domain that kept it */
  take(username: string, from: string): Element[] {
    const list = this.waiting.get(username) ?? [];
    this.waiting.delete(username);
    return list.map(({ stanza, at }) => {
      const copy = new Element(stanza.name, { ...stanza.attrs });
      copy.children = [...stanza.children];
      copy.c('delay', { xmlns: 'urn:xmpp:delay', from, stamp: new Date(at).toISOString() });
      return copy;
    });
  }
}
