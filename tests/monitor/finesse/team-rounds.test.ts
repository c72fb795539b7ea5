/** Teams without a feed are asked for by REST, in turn, within the budget, and said to be. */
import { expect, test } from 'vitest';
import type { Fact } from '../../../server/contract';
import type { TeamTold } from '../../../server/monitor/finesse/team-look';
import { createTeamRounds } from '../../../server/monitor/finesse/team-rounds';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { DOMAIN, play, START, user } from './fake-side';

const KEY = 'fin/a/websocket';

function last<T extends Fact['type']>(events: readonly Fact[], type: T): Extract<Fact, { type: T }> | undefined {
  return events.findLast((e): e is Extract<Fact, { type: T }> => e.type === type);
}

const member = (loginId: string, state: string) => user(loginId, { state, teamId: null, teamName: null });

test('where every feed is refused, a team is asked for once a minute, and the screen is told so', async () => {
  const teams = { '1': [member('1001', 'READY'), member('1002', 'NOT_READY'), member('holdfast-a', 'LOGOUT')] };
  const played = play({ says: { refusedFeeds: /Team|User/, teams } });
  await played.time.advance(100);
  played.listener(KEY).online(played.session(), `holdfast-a@${DOMAIN}/holdfast-ws`);
  await played.time.advance(1_000);
  expect(played.told).toEqual([
    { loginId: '1001', what: 'rest READY' },
    { loginId: '1002', what: 'rest NOT_READY' },
  ]);
  expect(last(played.events, 'directory-read')).toMatchObject({
    teams: [{ id: '1', cover: 'rest-only' }],
    missing: ["No feed of team Billing is granted: agents' states are asked for every 60 s, and news come that late."],
  });
  await played.time.advance(60_000);
  expect(played.told).toHaveLength(4);
  teams['1'] = [];
  played.says.teams = {};
  await played.time.advance(120_000);
  expect(played.told).toHaveLength(4);
  expect(last(played.events, 'directory-read')).toMatchObject({ teams: [{ id: '1', cover: 'none' }] });
  expect(last(played.events, 'cluster-learned')?.promise).toMatchObject({ warning: 'none' });
});

test('no account that may subscribe: the directory is asked for all the same', async () => {
  const teams = { '1': [member('1001', 'READY')] };
  const played = play({ says: { own: 'unauthorized', users: [user('1001')], teams } });
  await played.time.advance(10_000);
  expect(last(played.events, 'directory-read')).toMatchObject({ teams: [{ id: '1', cover: 'rest-only' }] });
});

function rounds(teams: number, answer: (id: string) => TeamTold) {
  const time = createVirtualTime(START);
  const asked: string[] = [];
  const look = async (id: string): Promise<TeamTold> => {
    asked.push(id);
    return answer(id);
  };
  const made = createTeamRounds({ time, looks: [look], requestsPerMinute: 60, changed: () => undefined });
  made.want(Array.from({ length: teams }, (_, i) => `${i}`));
  return { time, asked, made };
}

test('thirty teams are spread over two minutes; of eighty, as many as stay within three', async () => {
  const thirty = rounds(30, () => 'told');
  await thirty.time.advance(60_000);
  expect(thirty.asked.length).toBeLessThanOrEqual(18);
  await thirty.time.advance(60_000);
  expect(new Set(thirty.asked).size).toBe(30);
  expect(thirty.made.periodMs()).toBe(120_000);
  const eighty = rounds(80, () => 'told');
  await eighty.time.advance(240_000);
  expect(new Set(eighty.asked).size).toBe(54);
  expect(eighty.made.left()).toHaveLength(26);
  expect(eighty.made.tells(eighty.made.left()[0] ?? '')).toBe(false);
});

test('what is refused is asked for seldom, what failed in a minute; what was told holds until the next turn is missed', async () => {
  let told: TeamTold = 'told';
  const { time, asked, made } = rounds(1, () => told);
  await time.advance(1);
  expect(made.tells('0')).toBe(true);
  told = 'failed';
  await time.advance(70_000);
  expect([asked.length, made.tells('0')]).toEqual([2, true]);
  await time.advance(10_000);
  expect(made.tells('0')).toBe(false);
  told = 'refused';
  await time.advance(1_800_000);
  expect(asked).toHaveLength(3);
});
