/** Tells a BOSH session as a log of words: what goes in, at which millisecond, and what it does. */
import { deadlineOfBosh, stepBosh } from '../../server/domain/bosh/machine';
import type { BoshReply, BoshRequest } from '../../server/domain/bosh/protocol';
import { type BoshInput, type BoshState, newBosh } from '../../server/domain/bosh/state';

export const CREATED = { sid: 's1', wait: '60', hold: '1', requests: '2', inactivity: '30', polling: '5' };

/** Children of a body are plain words here: the machine does not look at them. */
export function reply(payload: string[] = [], attrs: Record<string, string> = {}): BoshReply<string> {
  return { attrs, payload, streamError: null, uri: null };
}

export function words({ rid, ack, content }: BoshRequest): string {
  const what = content.kind === 'stanzas' || content.kind === 'terminate' ? content.xml.join('+') : '';
  return `post ${rid}${ack === null ? '' : ` ack ${ack}`} ${content.kind === 'stanzas' ? what || 'empty' : [content.kind, what].join(' ').trim()}`;
}

/** Rids start at 1. The alarm rings when the machine wants it. */
export function story() {
  let state: BoshState<string> = newBosh(1);
  let now = 0;
  const log: string[] = [];
  function put(input: BoshInput<string>): void {
    const next = stepBosh(state, input, now);
    state = next.state;
    for (const effect of next.effects) {
      const line =
        effect.do === 'post'
          ? words(effect.request)
          : effect.do === 'abandon'
            ? `abandon ${effect.rid}`
            : effect.do === 'open'
              ? 'open'
              : effect.do === 'deliver'
                ? `deliver ${effect.element}`
                : `end ${effect.failure === null ? 'by us' : `${effect.failure.kind} ${effect.failure.condition}`}`;
      log.push(`${now} ${line}`);
    }
  }
  const told = {
    /** Lets time pass up to `at`, alarms included. */
    until(at: number) {
      for (let due = deadlineOfBosh(state); due !== null && due <= at; due = deadlineOfBosh(state)) {
        now = Math.max(now, due);
        put({ is: 'alarm' });
      }
      now = at;
      return told;
    },
    put(...inputs: BoshInput<string>[]) {
      inputs.forEach(put);
      return told;
    },
    send: (...stanzas: string[]) => told.put({ is: 'send', stanzas }),
    answer: (rid: number, payload: string[] = [], attrs: Record<string, string> = {}) =>
      told.put({ is: 'reply', rid, reply: reply(payload, attrs) }),
    breaks: (rid: number, condition = 'connection-reset') =>
      told.put({ is: 'broken', rid, failure: { kind: 'transport', condition, text: null } }),
    /** Created at 0, with rid 2 held. */
    created(terms: Record<string, string> = CREATED) {
      told.put({ is: 'open-stream' }).answer(1, [], terms);
      log.length = 0;
      return told;
    },
    log,
    deadline: () => deadlineOfBosh(state),
  };
  return told;
}
