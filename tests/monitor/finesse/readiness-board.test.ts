/** Rungs and causes as they are told: when they change, and not with every check. */
import { expect, test } from 'vitest';
import type { OutageView } from '../../../server/contract';
import type { RungObservation } from '../../../server/domain/presence/readiness';
import { withObservation } from '../../../server/monitor/finesse/observations';
import { createReadinessBoard } from '../../../server/monitor/finesse/readiness-board';
import { createVirtualTime } from '../../../server/time/virtual-time';

const START = 1_700_000_000_000;

function board(standby = false, outage: OutageView | null = null) {
  const time = createVirtualTime(START);
  const log: string[] = [];
  const ready = createReadinessBoard(
    time,
    (fact) => {
      const s = (time.now() - START) / 1000;
      if (fact.type === 'readiness-changed')
        log.push(
          `${s} ${fact.rungs.flatMap((r) => (r.checkedAt === null ? [] : [`${r.rung} ${r.status}`])).join(', ')}`,
        );
      if (fact.type === 'outage-changed')
        log.push(
          `${s} ${fact.outage === null ? 'over' : `${fact.outage.cause} ${(fact.outage.since - START) / 1000}`}`,
        );
    },
    { standby },
    { rungs: [], outage },
  );
  const see = (rung: RungObservation['rung'], result: RungObservation['result']) =>
    ready.observe({ rung, at: time.now(), result, via: 'test' });
  return { time, log, see };
}

test('a check that says the same is no news, and one that is missing is', async () => {
  const { time, log, see } = board();
  log.length = 0;
  for (let i = 0; i < 5; i++) {
    see('system-info', 'good');
    await time.advance(20_000);
  }
  expect(log).toEqual(['0 system-info good']);
  await time.advance(60_000);
  expect(log.at(-1)).toMatch(/system-info unknown/);
});

test('an outage is told with its cause, keeps it, and ends', async () => {
  const { time, log, see } = board();
  see('system-info', 'good');
  see('xmpp-session', 'good');
  await time.advance(20_000);
  log.length = 0;
  see('xmpp-session', 'bad');
  see('system-info', 'good');
  await time.advance(20_000);
  see('system-info', 'bad');
  await time.advance(20_000);
  see('system-info', 'good');
  see('xmpp-session', 'good');
  expect(log.filter((line) => !line.includes(','))).toEqual([
    '20 undetermined 20',
    '20 notification-service 20',
    '40 notification-service 20',
    '60 over',
  ]);
});

test('an expected standby is out of service by design', async () => {
  const { time, log, see } = board(true);
  see('system-info', 'bad');
  await time.advance(20_000);
  see('system-info', 'bad');
  expect(log).toEqual(['0 system-info expected-down']);
});

test('of a long run its ends are kept, whatever happens in between', () => {
  let kept: readonly RungObservation[] = [];
  for (let i = 0; i < 10_000; i++) {
    kept = withObservation(kept, { rung: 'system-info', at: i, result: i === 5_000 ? 'bad' : 'good', via: 'x' });
    kept = withObservation(kept, { rung: 'xmpp-session', at: i, result: 'good', via: 'x' });
  }
  expect(kept.filter((o) => o.rung === 'system-info').map((o) => o.at)).toEqual([0, 4_999, 5_000, 5_001, 9_999]);
  expect(kept.filter((o) => o.rung === 'xmpp-session').map((o) => o.at)).toEqual([0, 9_999]);
});

test('an outage outlives our own restart, with its cause and its beginning', async () => {
  const before = { cause: 'cti-link', since: START - 90_000, toldAt: START - 90_000, consequences: [] } as const;
  const { time, log, see } = board(false, { ...before, consequences: [] });
  see('system-info', 'bad');
  await time.advance(1_000);
  see('xmpp-session', 'good');
  await time.advance(20_000);
  see('system-info', 'good');
  const outages = log.filter((line) => /cti-link|over|undetermined/.test(line));
  expect(outages).toEqual(['1 cti-link -90', '21 over']);
});
