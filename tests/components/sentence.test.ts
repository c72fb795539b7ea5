/** The overview's first line says what the states carry, and no more. */
import { expect, test } from 'vitest';
import type { TargetState } from '#contract';
import { overviewSentence } from '../../components/overview/sentence';
import { backingOff, lostOne, madeUp, nineFourteen, refused, wrongPassword } from './made-up';

const tell = (states: TargetState[], blindSince: number | null = null) => {
  const { text, advice } = overviewSentence(states, nineFourteen + 2_000, { zone: 'UTC', blindSince });
  return [text, advice];
};

test('all is well', () => {
  expect(tell([madeUp('websocket'), madeUp('bosh'), madeUp('tcp')])[0]).toBe('All 3 sessions online at Lab.');
});

test('one transport is lost and the others are fine: the path is named, because the comparison shows it', () => {
  expect(tell([lostOne('websocket'), madeUp('bosh'), madeUp('tcp')])).toEqual([
    'WebSocket to prosody lost at 09:14:02: no answer in 3 × 10 s.',
    'BOSH and TCP are fine: the server is up, and the fault lies on the path through the WebSocket endpoint.',
  ]);
});

test('while another transport is shaky too, no path is blamed', () => {
  const shaky = madeUp('tcp', { session: { phase: 'online', since: nineFourteen, misses: 1 } });
  expect(tell([lostOne('websocket'), madeUp('bosh'), shaky])[1]).toBe(
    'BOSH is fine, so the server is up; TCP misses answers too.',
  );
});

test('what stands in the way now is told beside what happened first', () => {
  const lost = lostOne('websocket', { session: backingOff(refused) });
  expect(tell([lost, madeUp('tcp')])[0]).toBe(
    'WebSocket to prosody lost at 09:14:02: no answer in 3 × 10 s; now TCP: connection refused.',
  );
});

test('an old loss is not blamed when the session answered after it', () => {
  const failing = lostOne('websocket', {
    session: backingOff(refused),
    lastPing: { at: nineFourteen + 1_000, rttMs: 9 },
  });
  expect(tell([failing, madeUp('tcp')])[0]).toBe('WebSocket to prosody is not connected: TCP: connection refused.');
});

test('a wrong password says nothing about the path', () => {
  const stopped = madeUp('tcp', {
    session: { phase: 'stopped', since: nineFourteen, reason: 'refused', failure: wrongPassword },
  });
  expect(tell([stopped, madeUp('websocket')])).toEqual([
    'TCP to prosody was refused: SASL: not-authorized, will not retry.',
    'WebSocket is fine, so the server is up.',
  ]);
});

test('a whole server is lost while another answers, and while none does', () => {
  const server = [lostOne('websocket'), lostOne('bosh'), lostOne('tcp')];
  expect(tell([...server, madeUp('tcp', { nodeName: 'backup' })])).toEqual([
    'prosody does not answer on any transport since 09:14:02: WebSocket, BOSH and TCP are down.',
    'Other servers answer this observer: the server or the way to it is at fault.',
  ]);
  expect(tell(server)[1]).toBe('Seen from this observer alone: the server is down, or the way to it.');
});

test('the same transport fails on two servers', () => {
  const states = ['prosody', 'backup'].flatMap((nodeName) => [
    lostOne('websocket', { nodeName }),
    madeUp('tcp', { nodeName }),
  ]);
  expect(tell(states)).toEqual([
    '2 of 4 sessions are down since 09:14:02, on prosody and backup: no answer in 3 × 10 s.',
    'Only WebSocket fails; TCP is fine everywhere: look at what the WebSocket endpoints share.',
  ]);
});

test('many servers are counted, not listed', () => {
  const states = ['a', 'b', 'c', 'd'].flatMap((nodeName) => [
    lostOne('bosh', { nodeName }),
    madeUp('tcp', { nodeName }),
  ]);
  expect(tell(states)[0]).toBe('4 of 8 sessions are down since 09:14:02, on 4 servers: no answer in 3 × 10 s.');
});

test('everything everywhere is lost: it may be us', () => {
  const states = ['prosody', 'backup'].map((nodeName) => lostOne('tcp', { nodeName }));
  expect(tell(states)[1]).toBe('Nothing answers at all: the network of this observer may be at fault.');
});

test('missed answers are told before the session is lost', () => {
  const shaky = madeUp('bosh', { session: { phase: 'online', since: nineFourteen, misses: 2 } });
  expect(tell([shaky, madeUp('tcp')])).toEqual([
    'BOSH to prosody misses answers: 2 of 3 pings missed.',
    'It counts as lost after 3 × 10 s without an answer.',
  ]);
});

test('starting, paused and closed by design are not trouble', () => {
  const starting = madeUp('tcp', { session: { phase: 'connecting', since: nineFourteen, attempt: 1 } });
  expect(tell([starting, madeUp('bosh')])[0]).toBe('1 of 2 sessions online, 1 connecting.');
  const paused = madeUp('tcp', { session: { phase: 'stopped', since: nineFourteen, reason: 'paused', failure: null } });
  expect(tell([paused, madeUp('bosh'), madeUp('websocket')])[0]).toBe(
    'All 2 sessions online at Lab. 1 paused or stopped.',
  );
  const closed = madeUp('tcp', {
    expect: 'closed',
    session: { phase: 'stopped', since: nineFourteen, reason: 'not-started', failure: null },
  });
  expect(tell([closed, madeUp('bosh')])[0]).toBe('The one session is online at Lab. 1 closed as expected.');
});

test('when nobody measures, nothing else is claimed', () => {
  expect(tell([lostOne('websocket'), madeUp('tcp')], nineFourteen - 60_000)[0]).toBe(
    'Holdfast is blind since 09:13:02: no worker is measuring.',
  );
});

test('nothing is configured', () => {
  expect(tell([])[0]).toBe('Nothing is monitored yet.');
  expect(tell([madeUp('tcp', { archived: true })])[0]).toBe('Nothing is monitored yet.');
});

test('what may be closed is never told as down or on its way', () => {
  const optional = lostOne('bosh', { expect: 'optional' });
  const retrying = madeUp('bosh', {
    expect: 'optional',
    session: { phase: 'connecting', since: nineFourteen, attempt: 7 },
  });
  for (const away of [optional, retrying]) {
    expect(tell([madeUp('websocket'), away, madeUp('tcp')])[0]).toBe(
      'All 2 sessions online at Lab. 1 optional not connected.',
    );
  }
  for (const reason of ['not-started', 'shutdown'] as const) {
    const closed = madeUp('tcp', {
      expect: 'closed',
      session: { phase: 'stopped', since: nineFourteen, reason, failure: null },
    });
    expect(tell([madeUp('websocket'), closed])[0]).toBe('The one session is online at Lab. 1 closed as expected.');
  }
});

test('what should be closed and is open is told', () => {
  expect(tell([madeUp('websocket'), madeUp('tcp', { expect: 'closed' })])[0]).toBe(
    'TCP to prosody is open, though it should be closed.',
  );
});
