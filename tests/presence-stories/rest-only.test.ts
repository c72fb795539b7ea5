/** What the product tells where no feed covers a team: states by REST, late but true, and nobody at risk who only signed off. */
import { expect, test } from 'vitest';
import type { WorldSettingsInput } from '../../server/simulator/finesse/world/port';
import { expectHarmless } from './checks';
import { type Watched, watchScenario } from './watch';

/** Our accounts lead nobody here. */
const monitors = (sso: boolean): WorldSettingsInput['accounts'] =>
  (['holdfast-a', 'holdfast-b'] as const).map((username) => ({ username, password: `${username}-demo`, sso }));

const few: WorldSettingsInput = { agents: 60, rhythm: false };

function expectAskedFor({ told }: Watched): void {
  const read = told.of('directory-read').at(-1);
  expect(new Set(read?.teams.map(({ cover }) => cover))).toEqual(new Set(['rest-only']));
  expect(read?.missing.join(' ')).toMatch(/states are asked for every 60 s, and news come that late/);
  expect(told.promise()).toMatch(/^No early warning is promised: no feed is granted/);
}

const kindsOf = ({ told }: Watched, loginId: string) =>
  told
    .of('agent-health-changed')
    .filter((fact) => fact.loginId === loginId)
    .map(({ health }) => health.kind);

test('presence without any feed: a loss is told once REST says that the agent is still signed in', async () => {
  const switches = { teamFeeds: 'supervisors', userFeeds: 'refused' } as const;
  const w = await watchScenario('laptop-asleep', 'generous', { ...few, switches, accounts: monitors(false) });
  expectAskedFor(w);
  const forced = w.told.disconnects().filter(({ end }) => end?.outcome === 'forced-not-ready');
  expect(forced).toHaveLength(1);
  const [out] = forced;
  const truly = w.events.filter((e) => e.type === 'outcome' && e.outcome === 'forced-not-ready');
  expect(truly).toHaveLength(1);
  // by the stamp, not by when we asked
  expect(Math.abs((out?.end?.at ?? 0) - (truly[0]?.at ?? 0))).toBeLessThan(2_000);
  expect(kindsOf(w, out?.loginId ?? '')).toContain('unknown');
  expectHarmless(w);
});

test('whoever signs off is never at risk, although nothing tells of it for a minute', async () => {
  const switches = { teamFeeds: 'supervisors', userFeeds: 'refused' } as const;
  const w = await watchScenario('quiet-morning', 'generous', {
    ...{ ...few, switches, accounts: monitors(false) },
    lastsS: 180,
    also: [[40, ({ world }) => void world.act({ do: 'sign-out', who: { signedIn: true, count: 20 } })]],
  });
  expectAskedFor(w);
  expect(w.told.risks()).toEqual([]);
  const out = w.told.listed().filter((loginId) => w.told.health(loginId)?.kind === 'logged-out');
  expect(out.length).toBeGreaterThanOrEqual(20);
});

test('monitors that single sign-on keeps out, and an administrator that it lets in: REST only', async () => {
  const w = await watchScenario('quiet-morning', 'pessimistic', {
    ...{ ...few, authMode: 'HYBRID', accounts: monitors(true), lastsS: 120 },
  });
  expectAskedFor(w);
  const told = w.told.listed().map((loginId) => w.told.health(loginId)?.kind);
  expect(new Set(told)).toEqual(new Set(['connected', 'logged-out']));
});
