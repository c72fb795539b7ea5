/** The story that health tells of every scenario, against what truly happened there, under both profiles and with lists only. */
import { describe, expect, test } from 'vitest';
import { endsOf } from '../../../server/domain/presence/ends';
import { heldAgainstTruth } from './truth';
import { type Watched, type WatchOptions, watch as watchAnew } from './watch';

/** Every play is watched once. */
const watched = new Map<string, Watched>();
function watch(name: string, profile: (typeof both)[number], options: WatchOptions = {}): Watched {
  const key = `${name} ${profile} ${JSON.stringify(options)}`;
  const before = watched.get(key) ?? watchAnew(name, profile, options);
  watched.set(key, before);
  return before;
}

const both = ['pessimistic', 'generous'] as const;
const kinds = (w: Watched) => new Set([...w.verdicts.values()].flatMap((v) => v.map((x) => x.health.kind)));
const forced = (w: Watched) =>
  [...w.verdicts].filter(([, told]) => told.some((v) => v.health.kind === 'forced-out')).map(([loginId]) => loginId);
const count = (w: Watched, shape: RegExp) => w.world.agents().filter((a) => shape.test(w.tale(a.loginId).join(' | ')));
const outcomes = (w: Watched) => {
  const counts: Record<string, number> = {};
  for (const known of w.evidence.values())
    for (const end of endsOf(known, w.feeds, w.capabilities)) counts[end.outcome] = (counts[end.outcome] ?? 0) + 1;
  return counts;
};
const truly = (w: Watched) => {
  const counts: Record<string, number> = {};
  for (const e of w.of('outcome')) counts[e.outcome] = (counts[e.outcome] ?? 0) + 1;
  return counts;
};
const listsOnly = { switches: { agentPresence: 'refused' as const } };

describe('presence is granted', () => {
  test('laptop-asleep: at risk a minute before, forced out inside the interval, back when the lid opens', () => {
    const w = watch('laptop-asleep', 'generous');
    const [sleeper = ''] = forced(w);
    expect(w.tale(sleeper)).toEqual([
      '0 connected A seen',
      '97 at-risk A seen not-ready 155.5-157.5',
      '158 forced-out forced-not-ready by A',
      '629 connected A seen',
    ]);
    expect(forced(w)).toHaveLength(1);
  });

  test('reload-half-team: ten clocks begin and end within eight seconds, and nobody is forced out', () => {
    const w = watch('reload-half-team', 'generous');
    expect(count(w, /connected (A|B) seen \| [\d.]+ at-risk \1 seen .* \| [\d.]+ connected \1 seen$/)).toHaveLength(10);
    expect([heldAgainstTruth(w).falseAlarms, kinds(w)]).toEqual([[], new Set(['connected', 'at-risk', 'logged-out'])]);
  });

  test.each([true, false])('glitch-to-a, A acts on who is well on B: %s', (raceActs) => {
    const w = watch('glitch-to-a', 'generous', { switches: { raceActs } });
    const raced = count(w, /at-risk A seen not-ready [\d.]+-[\d.]+, connected on B/);
    expect(raced).toHaveLength(21);
    expect(forced(w)).toHaveLength(raceActs ? 21 : 0);
    if (!raceActs) for (const a of raced) expect(w.tale(a.loginId).at(-1)).toMatch(/connected B seen$/);
    expect(heldAgainstTruth(w)).toMatchObject({ missed: [], falseAlarms: [], outside: [] });
  });

  test('wifi-corner: eight are unstable, and never at risk', () => {
    const w = watch('wifi-corner', 'generous');
    expect(count(w, /unstable/)).toHaveLength(8);
    expect(w.risks).toEqual([]);
  });

  test('shift-end: a warning before every one of two hundred', () => {
    const w = watch('shift-end', 'generous');
    const held = heldAgainstTruth(w);
    expect(held).toMatchObject({ forcedOuts: 200, missed: [], falseAlarms: [], outside: [] });
    expect(Math.min(...held.leadsMs)).toBeGreaterThan(45_000);
    expect(held.widestMs).toBeLessThanOrEqual(2_000);
  });

  test('demo: three at once and two after their call, told before; the others are back in time', () => {
    const w = watch('demo', 'generous');
    expect(heldAgainstTruth(w)).toMatchObject({ forcedOuts: 6, missed: [], falseAlarms: [], outside: [] });
    expect(count(w, /at-risk A seen after-call .*forced-out forced-not-ready by A/)).toHaveLength(2);
    // a minute's warning at least, and more for whom the call gave time
    expect(Math.min(...heldAgainstTruth(w).leadsMs)).toBeGreaterThan(55_000);
    // the observer is cut off at 3:16: everybody becomes unknown, then is connected again
    expect(count(w, /unknown feed-stale/).length).toBeGreaterThan(200);
    expect(count(w, /unknown [a-z-]+ [a-z-]+ [AB-]$/)).toEqual([]);
  });
});

describe('only lists tell, and names leave them with the connection', () => {
  test.each(['laptop-asleep', 'shift-end', 'glitch-to-a'])('%s: inferred, intervals at most 12 s wide', (name) => {
    const w = watch(name, 'generous', listsOnly);
    const held = heldAgainstTruth(w);
    expect(held).toMatchObject({ missed: [], outside: [], falseAlarms: [] });
    expect(held.widestMs).toBeGreaterThan(2_000);
    expect(held.widestMs).toBeLessThanOrEqual(12_000);
    expect(w.risks.every((r) => r.health.sure === 'inferred')).toBe(true);
  });
});

describe('nothing tells early', () => {
  test.each(['laptop-asleep', 'site-vpn-drops', 'glitch-to-a', 'phone-outage'])(
    '%s: nobody is at risk, forced outs are told when they happen',
    (name) => {
      const w = watch(name, 'pessimistic');
      expect(w.risks).toEqual([]);
      const truth = truly(w);
      expect(forced(w)).toHaveLength(truth['forced-not-ready'] ?? 0);
      for (const a of forced(w)) expect(w.tale(a).join()).toMatch(/connected [AB] inferred,[\d.]+ forced-out/);
    },
  );
});

describe('outcomes', () => {
  test.each(
    both.flatMap((p) =>
      ['laptop-asleep', 'pg-reset', 'phone-outage', 'sso-expiry', 'failover-and-back'].map((n) => [n, p] as const),
    ),
  )('%s (%s): each end is what it was', (name, profile) => {
    const w = watch(name, profile);
    expect(outcomes(w)).toEqual(truly(w));
  });
});

describe('faults of a server are not faults of its agents', () => {
  test.each(
    both.flatMap((p) =>
      ['notification-restart', 'cti-loss', 'maintenance', 'failover-and-back', 'uccx-standby'].map(
        (n) => [n, p] as const,
      ),
    ),
  )('%s (%s): at risk or forced out is only who truly was', (name, profile) => {
    const w = watch(name, profile);
    const truth = truly(w);
    expect(forced(w)).toHaveLength((truth['forced-not-ready'] ?? 0) + (truth['forced-logout'] ?? 0));
    if (name !== 'uccx-standby') expect(w.risks).toEqual([]);
    expect(count(w, /unknown [a-z-]+ [a-z-]+ [AB-]$/)).toEqual([]);
  });
});

describe('our own outage', () => {
  test.each(both)('site-vpn-drops (%s), we are cut off in the middle: unknown, never at risk, and back', (profile) => {
    const w = watch('site-vpn-drops', profile, { blind: [60, 200] });
    const during = w.risks.filter((r) => w.at(r) > 60 + 12 && w.at(r) < 200);
    expect(during).toEqual([]);
    expect(forced(w)).toEqual([]);
    expect(count(w, /unknown feed-stale (presence|team-feed|rest|connected-users)/)).toHaveLength(160);
    for (const known of w.world.agents()) expect(w.tale(known.loginId).at(-1)).not.toMatch(/unknown/);
  });

  test('laptop-asleep (generous): the connection goes and Finesse acts while we are cut off; the outcome is told afterwards', () => {
    const w = watch('laptop-asleep', 'generous', { blind: [80, 240] });
    const [sleeper = ''] = forced(w);
    expect(w.tale(sleeper).map((l) => l.replace(/^[\d.]+ /, ''))).toEqual([
      'connected A seen',
      'unknown feed-stale rest -',
      'forced-out forced-not-ready by -',
      'connected A seen',
    ]);
  });
});
