/** The logs that a world's servers write: in the formats that FINESSE §9 shows, under both readings. */
import { expect, test } from 'vitest';
import type { LogLine } from '../../../../server/simulator/finesse/logs/log-line';
import { followLogs } from '../../../../server/simulator/finesse/logs/writer';
import type { WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import { begin } from '../world/story';

/** FINESSE §9.3, with its traps. */
const webservices =
  /^\d{9,10}: \S+: [A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2}\.\d{3} [+-]\d{4}: %CCBU_(.+?)-([0-7])-([A-Z][A-Z_ ]*[A-Z]): /;
const openfire = /^\d{4}\.\d{2}\.\d{2} \d{2}:\d{2}:\d{2} /;

function logged(settings: WorldSettingsInput): LogLine[] {
  const story = begin({ ...settings, openfire: { debugLog: true } });
  const lines: LogLine[] = [];
  followLogs(story.world, (line) => lines.push(line));
  story.act({ do: 'sleep', who: { loginId: '1001002' } });
  story.act({ do: 'stop', side: 'B', part: 'cti', forS: 40 });
  story.until(260);
  story.act({ do: 'restart', side: 'A', part: 'notification', takesS: 20 });
  story.until(400);
  return lines;
}

const typesIn = (lines: readonly LogLine[]) => new Set(lines.flatMap((l) => webservices.exec(l.text)?.[3] ?? []));

test.each(['pessimistic', 'generous'] as const)('every line has its format (%s)', (profile) => {
  for (const { file, text } of logged({ profile })) {
    expect(text).toMatch(file === 'webservices/Desktop-webservices.log' ? webservices : openfire);
    expect(text).not.toContain('\n');
  }
});

test('lines whose types the only sample shows cut are left out, or completed', () => {
  const known = [
    'MESSAGE_TO_CTI_SERVER',
    'DECODED_MESSAGE_FROM_CTI_SERVER',
    'XMPP_PUBLISH_ASYNCHRONOUS',
    'CTI_CONNECTION_LOST',
  ];
  const completed = ['PRESENCE DRIVEN LOGOUT', 'PRESENCE_NOTIFICATION', 'AGENT_PRESENCE_MONITOR', 'UNSUBSCRIBE_NODES'];
  const [pessimistic, generous] = [
    typesIn(logged({ profile: 'pessimistic' })),
    typesIn(logged({ profile: 'generous' })),
  ];
  for (const type of known) expect([pessimistic.has(type), generous.has(type)]).toEqual([true, true]);
  for (const type of completed) expect([pessimistic.has(type), generous.has(type)]).toEqual([false, true]);
});

test("openfire's wording: the TAC sample's, or upstream's of today", () => {
  const closing = (profile: 'pessimistic' | 'generous') =>
    logged({ profile })
      .find((l) => l.text.includes('Closing idle'))
      ?.text.replace(openfire, '')
      .replace(/[0-9a-f]{8}/, 'ID');
  expect(closing('pessimistic')).toBe(
    'Closing idle session (id=ID): 1001002@fin-a.sim.example/desktop after inactivity for more than threshold value of 90',
  );
  expect(closing('generous')).toMatch(
    /^Closing idle session ID: 1001002@fin-a\.sim\.example\/desktop from IP 10\.\d+\.\d+\.\d+$/,
  );
});

test('numbers of CTI states that nobody has seen are off, or as listed', () => {
  const state = (ctiStateNumbers: 'only-seen' | 'as-listed') => {
    const text = logged({ switches: { ctiStateNumbers } }).find((l) => l.text.includes('agentState='))?.text ?? '';
    return /agentState=(\d+ \(\w+\))/.exec(text)?.[1];
  };
  expect([state('only-seen'), state('as-listed')]).toEqual(['102 (NOT_READY)', '2 (NOT_READY)']);
});

test('two counters run side by side, each without a gap', () => {
  const a = logged({}).filter((l) => l.side === 'A' && l.file.startsWith('webservices'));
  const numbers = a.map((l) => l.text.split(':')[0] ?? '');
  for (const width of [9, 10]) {
    const own = numbers.filter((n) => n.length === width).map(Number);
    expect(own.length).toBeGreaterThan(0);
    expect(own).toEqual(own.map((_, i) => (own[0] ?? 0) + i));
  }
});
