/** What mutes never stops the evaluation, never keeps back an end, and is always shown with what it is: for whatever happens. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertRule, Event, Incident, OutageCause, Silence } from '#contract';
import { type BookSettings, createAlertBook } from '../../../server/domain/alert/book';
import { createAlertFacts } from '../../../server/domain/alert/facts';
import type { MaintenanceWindow } from '../../../server/domain/alert/maintenance';
import { defaultRules } from '../../../server/domain/alert/rules';
import { afterTelling, type ChannelPolicy, tellingsAt } from '../../../server/domain/alert/tell';
import { back, groupLost, opening, outageOf } from '../../alert/facts';

const T = 1_800_000_000_000;
const STEP_MS = 10_000;
/** By then all is well again, and this many more are looked at. */
const WELL = 50;
const STEPS = 65;
const channel: ChannelPolicy = {
  ...{
    name: 'mail',
    from: 'in-page',
    administrators: true,
    groupWaitMs: 0,
    remindEveryMs: 120_000,
    unacknowledgedMs: 0,
  },
};

type Happening =
  | { kind: 'outage'; side: 'A' | 'B'; cause: OutageCause | null }
  | { kind: 'lost' | 'back'; agents: number };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('outage' as const),
    side: fc.constantFrom('A' as const, 'B' as const),
    cause: fc.constantFrom(null, 'notification-service' as const, 'cti-link' as const),
  }),
  fc.record({ kind: fc.constantFrom('lost' as const, 'back' as const), agents: fc.integer({ min: 6, max: 25 }) }),
);
const story = fc.array(fc.tuple(fc.integer({ min: 1, max: WELL - 1 }), happening), { minLength: 1, maxLength: 8 });

const span = fc.tuple(fc.integer({ min: 0, max: STEPS }), fc.integer({ min: 1, max: STEPS }));
const at = (step: number): number => T + step * STEP_MS;
const windowsOf = (spans: readonly [number, number][]): MaintenanceWindow[] =>
  spans.map(([from, steps], n) => ({
    ...{ id: `w${n}`, name: `window ${n}`, clusterKey: 'cc', nodeKey: n % 2 === 0 ? 'a' : null },
    when: { kind: 'once', from: at(from), to: at(from + steps) },
  }));
const silencesOf = (spans: readonly [number, number][]): Silence[] =>
  spans.map(([from, steps], n) => ({
    ...{ id: `s${n}`, author: 'kim', reason: 'known', startsAt: at(from), expiresAt: at(from + steps) },
    matchers: [
      n % 2 === 0 ? { field: 'node', is: 'equal', value: 'b' } : { field: 'cluster', is: 'equal', value: 'cc' },
    ],
  }));

function eventsOf(told: readonly [number, Happening][]): Event[] {
  let lostAt: number | null = null;
  const sorted = [...told].sort((a, b) => a[0] - b[0]);
  const happened = sorted.flatMap(([step, h]): Event[] => {
    if (h.kind === 'outage') return [outageOf(at(step), h.side, h.cause) as Event];
    if (h.kind === 'back') return lostAt === null ? [] : back(at(step), lostAt, h.agents);
    lostAt = at(step);
    return groupLost(at(step), h.agents);
  });
  const well = (['A', 'B'] as const).map((side) => outageOf(at(WELL), side, null) as Event);
  return [...happened, ...well, ...(lostAt === null ? [] : back(at(WELL), lostAt, 25))];
}

interface Run {
  /** What the rules found, step by step: who fires and who is pending. */
  states: string[];
  steps: Incident[][];
  told: string[];
}

function run(
  told: readonly [number, Happening][],
  muting: { windows: MaintenanceWindow[]; silences: Silence[] },
  rules: readonly AlertRule[] = defaultRules,
): Run {
  const facts = createAlertFacts();
  for (const e of opening(T, 30)) facts.take(e);
  const settings: BookSettings = { rules, windows: muting.windows, inServiceHours: null };
  const book = createAlertBook(settings, [], T);
  const made: Run = { states: [], steps: [], told: [] };
  const waiting = eventsOf(told);
  for (let step = 0; step <= STEPS; step += 1) {
    for (let e = waiting[0]; e !== undefined && e.at <= at(step); e = waiting[0]) facts.take(waiting.shift() ?? e);
    book.step(facts, at(step), muting.silences);
    for (const telling of tellingsAt(book.incidents(), channel, at(step)))
      for (const i of afterTelling(telling, channel.name, at(step))) {
        made.told.push(`${telling.transition} ${i.id} ${i.mutedBy === null ? '' : 'muted'}`);
        book.put(i);
      }
    const alerts = book.alerts().map((a) => `${a.rule.key} ${a.subject} ${JSON.stringify(a.state)}`);
    made.states.push(alerts.sort().join('\n'));
    made.steps.push(book.incidents());
  }
  return made;
}

const options = { numRuns: 25 };
const scenes = fc.tuple(story, fc.array(span, { maxLength: 3 }), fc.array(span, { maxLength: 3 }));
const nothing = { windows: [], silences: [] };

describe('whatever mutes', () => {
  test('never stops the evaluation: the same alerts and incidents, at the same times, as without it', () => {
    fc.assert(
      fc.property(scenes, ([told, windows, silences]) => {
        const muted = run(told, { windows: windowsOf(windows), silences: silencesOf(silences) });
        const free = run(told, nothing);
        expect(muted.states).toEqual(free.states);
        const bare = (i: Incident) => ({ id: i.id, status: i.status, severity: i.severity, resolved: i.resolved });
        expect(muted.steps.map((s) => s.map(bare))).toEqual(free.steps.map((s) => s.map(bare)));
      }),
      options,
    );
  });

  test('and an inhibition neither: each rule finds among all others what it finds alone', () => {
    fc.assert(
      fc.property(story, fc.constantFrom(...defaultRules.map((r) => r.key)), (told, key) => {
        const own = (r: Run) => r.states.map((s) => s.split('\n').filter((line) => line.startsWith(`${key} `)));
        const alone = defaultRules.filter((r) => r.key === key);
        expect(own(run(told, nothing))).toEqual(own(run(told, nothing, alone)));
      }),
      options,
    );
  });

  test('never keeps back an end: who was told of a beginning is told of its end, muted by then or not', () => {
    fc.assert(
      fc.property(scenes, ([told, windows, silences]) => {
        const r = run(told, { windows: windowsOf(windows), silences: silencesOf(silences) });
        const over = (r.steps.at(-1) ?? []).filter((i) => i.status === 'resolved').map((i) => i.id);
        for (const id of over) {
          const of = r.told.filter((line) => line.split(' ')[1] === id).map((line) => line.split(' ')[0]);
          if (of.length > 0) expect(of.at(-1)).toBe('resolved');
        }
      }),
      options,
    );
  });

  test('is shown with what it is, nobody is told meanwhile, and its coming and going is on the timeline', () => {
    fc.assert(
      fc.property(scenes, ([told, windows, silences]) => {
        const muting = { windows: windowsOf(windows), silences: silencesOf(silences) };
        const r = run(told, muting);
        expect(r.told.filter((line) => line.endsWith(' muted'))).toEqual([]);
        for (const [step, incidents] of r.steps.entries())
          for (const i of incidents.filter((one) => one.status === 'open')) {
            const last = i.timeline.findLast((t) => ['muted', 'unmuted', 'reopened'].includes(t.kind))?.kind;
            expect(last === 'muted').toBe(i.mutedBy !== null);
            const { ref } = i.mutedBy ?? { ref: null };
            const known = [...incidents.map((o) => o.id), ...muting.windows.map((w) => w.id)];
            expect([null, ...known, ...muting.silences.map((s) => s.id)]).toContain(ref);
            const covered = muting.windows.some(
              ({ nodeKey, when }) =>
                (nodeKey === null || nodeKey === i.nodeKey) &&
                when.kind === 'once' &&
                when.from <= at(step) &&
                at(step) < when.to,
            );
            if (covered) expect(i.mutedBy?.by).toBe('maintenance');
          }
      }),
      options,
    );
  });
});
