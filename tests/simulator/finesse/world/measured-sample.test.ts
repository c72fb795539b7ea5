/** FINESSE §6: the one measured timeline, reproduced by idle 60 s, sweep 30 s and grace 60 s. */
import { expect, test } from 'vitest';
import { followLogs } from '../../../../server/simulator/finesse/logs/writer';
import { begin } from './story';

/** Midnight of the sample, +05:30. */
const MIDNIGHT = Date.UTC(2017, 5, 16, 18, 30);
const clock = (h: number, m: number, s: number) => h * 3600 + m * 60 + s;

test('last contact 00:14:50.87, closed 00:16:04, presence-driven logout 00:17:04', () => {
  const startedAt = clock(0, 10, 0);
  const story = begin(
    {
      ...{ agents: 3, teamSize: 3, signedIn: 0.001, boshShare: 1, deployment: { type: 'UCCE', load: 1 } },
      ...{
        sites: [{ name: 'Here', rttMs: 0 }],
        profile: 'generous',
        switches: { openfireWording: 'tac' },
        hosts: { A: 'fin1.example.com', B: 'fin2.example.com' },
      },
      openfire: { boshIdleS: 60, sweepS: 30, sweepPhaseS: { A: 4.1, B: 19 }, debugLog: true },
      finesse: { graceS: 60, presenceLatencyMs: 530, timezoneOffsetMin: 330 },
      desktop: { loadS: 0, loadsPerS: 1000 },
    },
    MIDNIGHT + startedAt * 1000,
  );
  const logs: string[] = [];
  followLogs(story.world, ({ side, text }) => {
    if (side === 'A' && text.includes('1001003') && !text.includes('XMPP_PUBLISH')) logs.push(text);
  });
  const to = (h: number, m: number, s: number) => story.until(clock(h, m, s) - startedAt);

  to(0, 10, 20.869);
  // from here on its requests are answered at :20.870 and :50.870
  story.act({ do: 'sign-in', who: { loginId: '1001003' } });
  to(0, 14, 25);
  story.act({ do: 'sleep', who: { loginId: '1001003' } });
  to(0, 18, 0);

  const seen = logs.filter((line) => !line.startsWith('2017.06.17 00:1') || line > '2017.06.17 00:14:30');
  const facts = seen.map((line) => line.replace(/\(id=\w+\)/, '(id)').replace(/^\d+: [^:]+: /, ''));
  expect(facts.filter((l) => l.startsWith('2017'))).toEqual([
    '2017.06.17 00:14:34 Session (id) was last active 0 ms ago: 1001003@fin1.example.com/desktop',
    '2017.06.17 00:15:04 Session (id) was last active 13230 ms ago: 1001003@fin1.example.com/desktop',
    '2017.06.17 00:15:34 Session (id) was last active 43230 ms ago: 1001003@fin1.example.com/desktop',
    '2017.06.17 00:16:04 Session (id) was last active 73230 ms ago: 1001003@fin1.example.com/desktop',
    '2017.06.17 00:16:04 Closing idle session (id): 1001003@fin1.example.com/desktop after inactivity for more than threshold value of 60',
    '2017.06.17 00:16:04 A session is closed for 1001003@fin1.example.com/desktop',
    '2017.06.17 00:17:04 Unable to route packet. No session is available so store offline. <message from="pubsub.fin1.example.com" to="1001003@fin1.example.com">',
  ]);
  const types = facts.flatMap(
    (l) => /Jun 17 2017 (\S+) \+0530: %CCBU_(.+?)-([0-7])-([A-Z][A-Z_ ]*[A-Z]):/.exec(l)?.slice(1) ?? [],
  );
  expect(
    chunk(types, 4)
      .map(([at, , , type]) => `${at} ${type}`)
      .slice(1),
  ).toEqual([
    '00:16:04.630 PRESENCE_NOTIFICATION',
    '00:16:04.630 UNSUBSCRIBE_NODES',
    '00:16:04.630 AGENT_PRESENCE_TIMER',
    '00:16:35.380 AGENT_PRESENCE_MONITOR',
    '00:17:04.631 PRESENCE DRIVEN LOGOUT',
    '00:17:04.632 MESSAGE_TO_CTI_SERVER',
    '00:17:04.642 DECODED_MESSAGE_FROM_CTI_SERVER',
  ]);
});

function chunk<T>(items: readonly T[], size: number): T[][] {
  return items.length === 0 ? [] : [items.slice(0, size), ...chunk(items.slice(size), size)];
}
