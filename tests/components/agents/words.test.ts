import { expect, test } from 'vitest';
import { disconnectWords, markOf } from '../../../components/agent/disconnect-words';
import { recordWords } from '../../../components/agent/known-here';
import { spanWords } from '../../../components/agent/lane-words';
import { zoneOffsetMs } from '../../../components/agent/zone-offset';
import { stateWords, verdictWords } from '../../../components/agents/agent-words';
import { countWords } from '../../../components/agents/count-line';
import { optionsOf } from '../../../components/agents/options';
import { splitKey } from '../../../components/agents/use-agent';
import type { Disconnect, PresenceHealth } from '../../../server/contract';
import { boardFixture } from '../../support/board-fixture';
import { clock, disconnectOf, endOf } from '../agent/disconnects';

const at = clock('09:17:04');
const atRisk = (change: Partial<Extract<PresenceHealth, { kind: 'at-risk' }>> = {}): PresenceHealth => ({
  ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn: null },
  ...{ deadline: { earliest: at, latest: at }, lost: { from: at, to: at }, ...change },
});
const out = (connectedOn: 'B' | null): PresenceHealth => ({
  ...{ kind: 'forced-out', outcome: 'forced-not-ready', at, side: 'A', connectedOn },
});

const verdicts: [PresenceHealth, string, string][] = [
  [atRisk(), 'At risk: A sets Not Ready', 'At risk: clock of A runs (sets Not Ready)'],
  [
    atRisk({ connectedOn: 'B' }),
    'At risk: A may act, on B now',
    'At risk: clock of A runs (sets Not Ready), connected on B',
  ],
  [atRisk({ will: 'logout' }), 'At risk: A logs out', 'At risk: clock of A runs (logs out)'],
  [out(null), 'Forced out: Not Ready', 'Forced out: set Not Ready by A'],
  [out('B'), 'Forced out: Not Ready, on B now', 'Forced out: set Not Ready by A, connected on B'],
  [{ kind: 'logged-out', outcome: 'self', at }, 'Logged out', 'Logged out, by the agent'],
];
test.each(verdicts)('%o', (health, inTable, inFull) => {
  expect(verdictWords(health)).toBe(inTable);
  expect(spanWords({ from: 0, to: 1, kind: health.kind, state: null, health })).toBe(inFull);
});

const becameOf: [Partial<Disconnect>, string, string][] = [
  [{ end: endOf('09:17:04') }, 'Set Not Ready by Finesse, still out', 'forced-out'],
  [
    { end: endOf('09:17:04'), returned: { at, side: 'B' }, closedAt: at },
    'Set Not Ready by Finesse, back on B',
    'forced-out',
  ],
  [
    { end: endOf('09:17:04', { outcome: 'self', state: 'LOGOUT' }), closedAt: at },
    'Logged out by the agent',
    'logged-out',
  ],
  [{ returned: { at, side: 'A' }, closedAt: at }, 'Back in time on A', 'connected'],
  [{ returned: { at, side: 'B' } }, 'Back on B, still watched', 'connected'],
  [{}, 'Going on', 'at-risk'],
  [{ closedAt: at }, 'What became of it was not seen', 'unknown'],
];
test.each(becameOf)('what became of a disconnect: %o', (change, words, mark) => {
  expect(disconnectWords(disconnectOf(change))).toBe(words);
  expect(markOf(disconnectOf(change))).toBe(mark);
});

test('the record is of the installation', () => {
  const leadMs = { least: 40_000, median: 57_000, mean: 55_000, most: 60_000 };
  expect(recordWords({ forcedOuts: 41, warnedFirst: 38, leadMs, recovered: 9 })).toBe(
    'Of 41 forced outs at this installation the warning came first in 38, by 0:57 at the median.',
  );
  expect(recordWords({ forcedOuts: 0, warnedFirst: 0, leadMs: null, recovered: 3 })).toBeNull();
});

test('what a filter offers: every health, the values that are there, and those that were chosen', () => {
  const { agents } = boardFixture({ agents: 12, teams: 2, forcedOut: 1 });
  const words = (field: 'team' | 'health' | 'site', chosen: string[] = []) =>
    optionsOf(agents, field, chosen).map((o) => `${o.words} ${o.agents}`);
  expect(words('team')).toEqual(['Billing 6', 'Sales 6']);
  expect(words('health')).toEqual([
    ...['Connected 11', 'Unstable 0', 'At risk 0', 'Forced out 1', 'Logged out 0', 'Unknown 0'],
  ]);
  expect(words('site', ['', 'Oslo'])).toEqual(['Gdansk 4', 'Lyon 4', 'Oslo 0', 'Porto 4', 'In no site 0']);
});

test('small words', () => {
  expect(countWords(12, 4_870)).toBe('12 of 4\u202f870 agents');
  expect([stateWords('NOT_READY'), stateWords('TALKING'), stateWords(null)]).toEqual([
    'Not Ready',
    'Talking',
    'Not known',
  ]);
  expect(splitKey('lab/ana/home@lab.example')).toEqual({ clusterKey: 'lab', loginId: 'ana/home@lab.example' });
  expect(zoneOffsetMs(at, 'Asia/Kolkata')).toBe(5.5 * 3_600_000);
  expect(zoneOffsetMs(at, 'America/New_York')).toBe(-5 * 3_600_000);
});
