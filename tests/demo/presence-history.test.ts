/** The agents' side of the demo's past: shifts, losses and groups, told by the real watch from what feeds would have said. */
import { expect, test } from 'vitest';
import type { Disconnect, Fact } from '#contract';
import { HISTORY_MS } from '../../server/demo/history-script';
import { startPresencePast } from '../../server/demo/presence-history';
import { createVirtualTime } from '../../server/time/virtual-time';

const endsAt = 1_790_000_000_000;
const facts: Fact[] = [];
const time = createVirtualTime(endsAt - HISTORY_MS);
const past = startPresencePast(time, (fact) => facts.push(fact));
time.advanceSync(HISTORY_MS);
past.stop();

const of = <T extends Fact['type']>(type: T) =>
  facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type);
const clock = (ms: number) => new Date(ms - (endsAt - HISTORY_MS)).toISOString().slice(11, 16);
const disconnects = [...new Map(of('disconnect-changed').map(({ disconnect: d }) => [d.id, d])).values()];
const forced = (d: Disconnect) => d.end?.outcome === 'forced-not-ready';

test('every minute was counted, and in the last hours everybody who opens the demo at work was there', () => {
  expect(of('teams-counted')).toHaveLength(1_440);
  const connected = of('teams-counted').map((e) => e.teams.reduce((sum, team) => sum + team.connected, 0));
  expect(Math.min(...connected)).toBe(0);
  expect(connected.at(-1)).toBeGreaterThan(200);
  expect(connected.at(-1)).toBe(connected[0]);
});

test('twenty-six lost their connection; eight were set Not Ready, each after a warning inside its interval', () => {
  expect(disconnects).toHaveLength(26);
  const out = disconnects.filter(forced);
  expect(out.map((d) => `${clock(d.lost?.to ?? 0)} ${d.site}`)).toEqual([
    ...['02:12 Gdansk', '05:47 Porto', '05:47 Porto', '21:21 Gdansk', '22:08 Gdansk', '22:08 Gdansk', '22:08 Gdansk'],
    '23:04 Lyon',
  ]);
  for (const { end, deadline, warnedAt } of out.filter((d) => !d.before.onCall)) {
    expect(end?.at).toBeGreaterThanOrEqual(deadline?.earliest ?? Number.POSITIVE_INFINITY);
    expect(end?.at).toBeLessThanOrEqual(deadline?.latest ?? 0);
    expect((end?.at ?? 0) - (warnedAt ?? 0)).toBeGreaterThan(58_000);
  }
});

test('all of them are back, and nothing is awaited when the demo opens', () => {
  expect(disconnects.filter((d) => d.returned === null || d.closedAt === null)).toEqual([]);
  expect(of('warning-record-changed').at(-1)?.record).toMatchObject({ forcedOuts: 8, warnedFirst: 8, recovered: 18 });
});

test('two groups, each at its site', () => {
  const groups = new Map(of('group-changed').flatMap((e) => (e.teamId === null ? [[e.group.id, e.group]] : [])));
  expect([...groups.values()].map((g) => [g.size, g.scope, g.where, g.forcedOut, g.back])).toEqual([
    [9, 'site-or-path', 'Porto', 2, 9],
    [11, 'site-or-path', 'Gdansk', 3, 11],
  ]);
});
