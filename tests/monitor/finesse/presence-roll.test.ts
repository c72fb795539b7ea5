/** Asking for agents' presence with care, and telling it from a full picture on. */
import { expect, test } from 'vitest';
import type { HeardPresence } from '../../../server/monitor/finesse/evidence-of';
import { createPresenceRoll } from '../../../server/monitor/finesse/presence-roll';
import { createVirtualTime } from '../../../server/time/virtual-time';

const START = 1_700_000_000_000;

function rolled(people: readonly string[]) {
  const time = createVirtualTime(START);
  const log: string[] = [];
  const say = (line: string) => log.push(`${time.now() - START} ${line}`);
  const roll = createPresenceRoll({
    time,
    domain: () => 'fin.example',
    send: (stanza) => say(`ask ${String(stanza.attrs.to).split('@')[0]}`),
    tell: (loginId, { available, pushed, jid }) =>
      say(`${loginId} ${available ? 'here' : 'gone'}${pushed ? ' now' : ''} ${jid.split('/')[1] ?? ''}`.trim()),
    complete: (since) => say(`complete since ${since - START}`),
    granted: (isGranted) => say(isGranted ? 'granted' : 'refused'),
  });
  roll.watch(people);
  const heard = (user: string, says: HeardPresence['says'], bySubscriber = true, resource = 'desktop') =>
    roll.heard({ user, jid: `${user}@fin.example/${resource}`, says, bare: resource === '' }, bySubscriber);
  return { time, log, roll, heard };
}

const four = ['1001', '1002', '1003', '1004'];

test('three are asked first, and nobody else where they are refused', async () => {
  const { time, log, roll, heard } = rolled(four);
  roll.begin();
  for (const user of four.slice(0, 3)) heard(user, 'refused');
  await time.advance(600_000);
  expect(log).toEqual(['0 ask 1001', '0 ask 1002', '0 ask 1003', '0 refused']);
});

test('no answer is a refusal', async () => {
  const { time, log, roll } = rolled(four);
  roll.begin();
  await time.advance(60_000);
  expect(log.at(-1)).toBe('5000 refused');
});

test('one grant is enough to ask the others; absence is told when the picture is complete, and only of those who granted', async () => {
  const { time, log, roll, heard } = rolled(four);
  roll.begin();
  heard('1001', 'granted');
  heard('1001', 'available');
  heard('1002', 'granted');
  heard('1004', 'refused');
  await time.advance(5_000);
  expect(log.slice(3)).toEqual([
    '0 granted',
    '0 ask 1004',
    '2000 complete since 0',
    '2000 1001 here desktop',
    '2000 1002 gone',
  ]);
});

test('a change is told when it happens, once, whichever session hears it first', async () => {
  const { time, log, roll, heard } = rolled(['1001']);
  roll.begin();
  heard('1001', 'granted');
  heard('1001', 'available');
  await time.advance(5_000);
  log.length = 0;
  heard('1001', 'unavailable', false);
  heard('1001', 'unavailable', true);
  await time.advance(3_000);
  heard('1001', 'available', true);
  heard('1001', 'available', false);
  expect(log).toEqual(['5000 1001 gone now desktop', '8000 1001 here now desktop']);
});

test('a loss while the picture is made is not lost', async () => {
  const { time, log, roll, heard } = rolled(['1001']);
  roll.begin();
  heard('1001', 'granted');
  heard('1001', 'available');
  await time.advance(1_000);
  heard('1001', 'unavailable');
  await time.advance(5_000);
  expect(log.slice(2)).toEqual(['1000 1001 here desktop', '1000 1001 gone now desktop', '2000 complete since 0']);
});

test('after a reconnect nobody is asked again, and the picture is a new one', async () => {
  const { time, log, roll, heard } = rolled(four);
  roll.begin();
  for (const user of four) heard(user, 'granted');
  heard('1001', 'available');
  await time.advance(5_000);
  roll.end();
  log.length = 0;
  roll.begin();
  heard('1002', 'available');
  await time.advance(5_000);
  expect(log).toEqual([
    '5000 granted',
    '7000 complete since 5000',
    ...['7000 1001 gone', '7000 1002 here desktop', '7000 1003 gone', '7000 1004 gone'],
  ]);
});

test('somebody new is asked too, and told when there is an answer', async () => {
  const { time, log, roll, heard } = rolled(['1001']);
  roll.begin();
  heard('1001', 'granted');
  await time.advance(5_000);
  log.length = 0;
  roll.watch(['1001', '1002']);
  heard('1002', 'granted');
  heard('1002', 'available');
  expect(log).toEqual(['5000 ask 1002', '5000 1002 gone', '5000 1002 here now desktop']);
});

test('thousands are asked in batches', async () => {
  const { time, log, roll, heard } = rolled(Array.from({ length: 250 }, (_, i) => `${2000 + i}`));
  roll.begin();
  heard('2000', 'granted');
  expect(log.filter((line) => line.includes('ask'))).toHaveLength(103);
  await time.advance(10_000);
  expect(log.filter((line) => line.includes('ask'))).toHaveLength(250);
  expect(log.find((line) => line.includes('complete'))).toBe('2200 complete since 0');
});
