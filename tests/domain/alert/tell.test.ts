/** What comes together is told together: bundles, their keys, their ends, and what is over before anybody is told. */
import { describe, expect, test } from 'vitest';
import type { Incident, Severity } from '#contract';
import { resolvedIncident } from '../../../server/domain/alert/incident';
import {
  afterTelling,
  type ChannelPolicy,
  deliveryOf,
  endedUntold,
  tellingDueAt,
  tellingsAt,
} from '../../../server/domain/alert/tell';
import { incidentOf } from '../../alert/incidents';

const S = 1_000;
const mail: ChannelPolicy = {
  ...{ name: 'mail', from: 'ticket', administrators: true, groupWaitMs: 10 * S, remindEveryMs: null },
  unacknowledgedMs: 0,
};

/** Seconds, and what happens then. */
type Script = readonly (readonly [second: number, happens: (all: Map<string, Incident>) => void])[];
const opens =
  (id: string, severity: Severity, more: Partial<Incident> = {}) =>
  (second: number) =>
    [second, (all: Map<string, Incident>) => void all.set(id, incidentOf(id, second * S, severity, more))] as const;
const ends = (id: string) => (second: number) => {
  const end = (all: Map<string, Incident>): void => {
    const i = all.get(id);
    if (i !== undefined) all.set(id, endedUntold(resolvedIncident(i, second * S, null), [mail], second * S));
  };
  return [second, end] as const;
};
const acknowledge = (id: string) => (second: number) => {
  const act = (all: Map<string, Incident>): void => {
    const i = all.get(id);
    if (i !== undefined) all.set(id, { ...i, acknowledged: { time: second * S, who: 'kim' } });
  };
  return [second, act] as const;
};

/** e.g. `11 a/opened-page-0/mail: a b`: second, key, who is in it; judged only when something happens or is due, as the engine does. */
function told(script: Script, channel: ChannelPolicy = mail, untilS = 1_200) {
  const all = new Map<string, Incident>();
  const lines: string[] = [];
  for (let s = 0; s <= untilS; s++) {
    for (const [second, happens] of script) if (second === s) happens(all);
    const due = tellingDueAt([...all.values()], channel);
    const tellings = tellingsAt([...all.values()], channel, s * S);
    if (tellings.length > 0 !== (due !== null && due <= s * S)) throw new Error(`alarm and messages differ at ${s}`);
    for (const telling of tellings) {
      const delivery = deliveryOf(telling, channel.name, lines.length + 1, s * S);
      lines.push(`${s} ${[delivery.id, ...delivery.bundled.map((b) => b.incidentId)].join(' ')}`);
      for (const next of afterTelling(telling, channel.name, s * S)) all.set(next.id, next);
    }
  }
  const timeline = (id: string) => all.get(id)?.timeline.map((t) => `${t.time / S} ${t.kind} ${t.text}`) ?? [];
  return { lines, timeline };
}

describe('a channel that waits 10 s', () => {
  test('tells what becomes due meanwhile in one message, the most urgent first, and ends likewise', () => {
    const { lines, timeline } = told([
      opens('a', 'ticket')(1),
      opens('b', 'page')(4),
      opens('c', 'high')(11),
      opens('d', 'high')(12),
      ends('a')(60),
      ends('b')(65),
      ends('d')(80),
      ends('c')(400),
    ]);
    expect(lines).toEqual([
      '11 b/opened-page-0/mail c a',
      '22 d/opened-high-0/mail',
      '70 b/resolved-0/mail a',
      '90 d/resolved-0/mail',
      '410 c/resolved-0/mail',
    ]);
    expect(timeline('a')).toContain('11 told mail (ticket), in the message of: trouble b');
  });

  test('says nothing of what is over by then, neither its beginning nor its end, and the timeline says why', () => {
    const { lines, timeline } = told([opens('a', 'page')(1), ends('a')(10), opens('b', 'page')(5)]);
    expect(lines).toEqual(['15 b/opened-page-0/mail']);
    expect(timeline('a').at(-1)).toBe('10 not-told mail: it was over within the 10 s that it waits');
  });

  test('tells of what becomes more urgent once more, together with what is new', () => {
    const more = (all: Map<string, Incident>): void => {
      const i = all.get('a');
      const [x] = i?.explanations ?? [];
      if (i === undefined || x === undefined) return;
      all.set('a', { ...i, severity: 'page', explanations: [{ ...x, severity: 'page', firedAt: 100 * S }] });
    };
    const { lines } = told([opens('a', 'ticket')(1), [100, more], opens('b', 'ticket')(105), ends('a')(200)]);
    expect(lines).toEqual(['11 a/opened-ticket-0/mail', '110 a/opened-page-0/mail b', '210 a/resolved-0/mail']);
  });

  test('tells all that a window of maintenance held back in one message', () => {
    const mutedBy = { by: 'maintenance' as const, ref: 'w', text: 'planned' };
    const loud = (all: Map<string, Incident>): void => {
      for (const i of all.values()) all.set(i.id, { ...i, mutedBy: null });
    };
    const { lines } = told([
      ...[opens('a', 'page', { mutedBy })(1), opens('b', 'page', { mutedBy })(90), opens('c', 'page', { mutedBy })(95)],
      [100, loud],
    ]);
    expect(lines).toEqual(['100 a/opened-page-0/mail b c']);
  });

  test('reminds of all that nobody has acknowledged in one message', () => {
    const reminding = { ...mail, remindEveryMs: 300 * S };
    const { lines } = told([opens('a', 'page')(1), opens('b', 'page')(7), acknowledge('a')(400)], reminding, 700);
    expect(lines).toEqual([
      '11 a/opened-page-0/mail b',
      '321 a/reminder-1-page-0/mail b',
      '621 b/reminder-2-page-0/mail',
    ]);
  });

  test('that needs a message per incident gets one, after the same wait', () => {
    const single = { ...mail, single: true };
    const { lines } = told([opens('a', 'page')(1), opens('b', 'page')(4), ends('a')(60), ends('b')(60)], single);
    expect(lines).toEqual([
      ...['11 a/opened-page-0/mail', '14 b/opened-page-0/mail'],
      ...['70 a/resolved-0/mail', '70 b/resolved-0/mail'],
    ]);
  });
});

test('a hundred and twenty at once are two messages, and each end is told', () => {
  const ids = Array.from({ length: 120 }, (_, n) => `i${String(n).padStart(3, '0')}`);
  const { lines } = told([...ids.map((id) => opens(id, 'page')(1)), ...ids.map((id) => ends(id)(60))], mail, 100);
  expect(lines.map((line) => line.split(' ').length - 1)).toEqual([101, 19, 101, 19]);
  const inAny = (from: number) => new Set(lines.slice(from, from + 2).flatMap((l) => l.split(' ').slice(1)));
  expect([inAny(0).size, inAny(2).size]).toEqual([120, 120]);
});

test('a second channel is told only when nobody has acknowledged in time, and not of what ended before', () => {
  const boss = { ...mail, groupWaitMs: 0, unacknowledgedMs: 600 * S };
  const { lines } = told(
    [opens('a', 'page')(1), opens('b', 'page')(2), opens('c', 'page')(3), acknowledge('b')(300), ends('c')(599)],
    boss,
  );
  expect(lines).toEqual(['601 a/opened-page-0/mail']);
});
