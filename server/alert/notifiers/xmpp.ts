/** A message to people on XMPP, through a session and an account of its own that is opened when there is something to say. */
import { createElement, type Element } from '@xmpp/xml';
import type { Time } from '../../time/time';
import { stanzaErrorCause } from '../../xmpp/failure-of';
import type { OpenSession, Session, SessionOptions } from '../../xmpp/port';
import type { Message, Notifier, Sent } from './port';
import { createServed } from './served';
import { plainText } from './words';

export interface XmppSettings {
  session: SessionOptions;
  /** Bare JIDs. */
  to: readonly string[];
  type: 'chat' | 'normal';
}

/** A session that has nothing to say is closed after this. */
const IDLE_MS = 60_000;

export function createXmpp(settings: XmppSettings, openSession: OpenSession, time: Time): Notifier {
  const { to, type } = settings;
  const served = createServed();
  const line = createLine(settings.session, openSession, time);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    async send(message, signal) {
      const pending = served.pending(message.key, to);
      const stanzas = pending.map((jid, n) => stanzaOf(message, { jid, type, id: `${time.uuid()}-${n}` }));
      // A test may come while the outbox is at it: one after the other.
      const mine = turn.then(() => line.tell(stanzas, signal));
      turn = mine;
      const told = await mine;
      if (!told.ok) return told.sent;
      const refused = pending.flatMap((jid) => told.refused.get(jid.toLowerCase()) ?? []);
      if (refused.length === 0) return { ok: true };
      served.took(
        message.key,
        pending.filter((jid) => !told.refused.has(jid.toLowerCase())),
      );
      const [one] = [...refused].sort((a, b) => Number(a.permanent) - Number(b.permanent));
      return one === undefined ? { ok: true } : { ok: false, retryAfterMs: null, ...one };
    },
    stop: () => line.stop(),
  };
}

function stanzaOf(
  message: Message,
  { jid, type, id }: { jid: string; type: XmppSettings['type']; id: string },
): Element {
  const body = [message.subject, plainText(message)].join('\n');
  // RFC 6121 §5.2: a subject belongs to a message of its own; a chat has none.
  const subject = type === 'normal' ? [createElement('subject', {}, message.subject)] : [];
  return createElement('message', { to: jid, type, id }, ...subject, createElement('body', {}, body));
}

interface Refusal {
  condition: string;
  permanent: boolean;
}

/** @param refused by bare JID in lower case */
type Told = { ok: true; refused: ReadonlyMap<string, Refusal> } | { ok: false; sent: Sent };

/** One session at a time; who is told while it is open is told over it. */
function createLine(options: SessionOptions, openSession: OpenSession, time: Time) {
  let session: Session | null = null;
  let online = false;
  let hear: Hearing | null = null;
  let cancelIdle: () => void = () => undefined;

  function open(): void {
    online = false;
    const mine: Session = openSession(
      options,
      {
        onOnline() {
          online = true;
          hear?.online();
        },
        onPong: (id) => hear?.pong(id),
        onStanza: (stanza) => hear?.stanza(stanza),
        onCertificate: () => undefined,
        onClosed(failure) {
          if (session !== mine) return;
          session = null;
          online = false;
          // A refused account is not tried again and again: that could lock it.
          const refused = failure?.kind === 'auth' && failure.condition !== 'temporary-auth-failure';
          hear?.closed(failure?.condition ?? 'closed', refused);
        },
      },
      time,
    );
    session = mine;
  }

  function drop(): void {
    const old = session;
    session = null;
    online = false;
    old?.destroy();
  }

  return {
    tell(stanzas: readonly Element[], signal: AbortSignal): Promise<Told> {
      cancelIdle();
      return new Promise((resolve) => {
        const refused = new Map<string, Refusal>();
        const ping = time.uuid();
        // One that was left open may have ended in silence: then, and only then, a second one is opened.
        let again = session !== null;
        const done = (told: Told) => {
          hear = null;
          signal.removeEventListener('abort', onAbort);
          cancelIdle = time.after(IDLE_MS, () => session?.close());
          resolve(told);
        };
        const failed = (condition: string, permanent = false): void =>
          done({ ok: false, sent: { ok: false, condition, retryAfterMs: null, permanent } });
        const onAbort = () => {
          drop();
          failed('timeout');
        };
        hear = {
          online() {
            for (const stanza of stanzas) session?.send(stanza);
            // RFC 6120 §10.1: stanzas are processed in order, so that what our server refuses comes before its answer to this.
            session?.ping(ping);
          },
          pong: (id) => void (id === ping && done({ ok: true, refused })),
          stanza(stanza) {
            const told = refusalOf(stanza, stanzas);
            if (told !== null) refused.set(told.jid, told.refusal);
          },
          closed(condition, forGood) {
            if (!again) return failed(condition, forGood);
            again = false;
            open();
          },
        };
        if (signal.aborted) return failed('timeout');
        signal.addEventListener('abort', onAbort, { once: true });
        if (session === null) open();
        else if (online) hear.online();
      });
    },
    stop() {
      cancelIdle();
      session?.close();
    },
  };
}

interface Hearing {
  online(): void;
  pong(id: string): void;
  stanza(stanza: Element): void;
  closed(condition: string, forGood: boolean): void;
}

/** RFC 6120 §8.3.1: an error has the id of what it answers. */
function refusalOf(stanza: Element, sent: readonly Element[]): { jid: string; refusal: Refusal } | null {
  if (stanza.name !== 'message' || stanza.attrs.type !== 'error') return null;
  const asked = sent.find((one) => one.attrs.id === stanza.attrs.id);
  if (asked === undefined) return null;
  const { condition } = stanzaErrorCause(stanza);
  const kind: unknown = stanza.getChild('error')?.attrs.type;
  // RFC 6120 §8.3.2: `wait` may be tried again. RFC 6121 §8.5.2.2.1: so may what was refused because nobody is there now.
  const later = kind === 'wait' || condition === 'service-unavailable' || condition === 'recipient-unavailable';
  return { jid: String(asked.attrs.to).toLowerCase(), refusal: { condition, permanent: !later } };
}
