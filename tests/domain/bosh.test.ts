/** The BOSH session as a story: what goes in, at which millisecond, and what it does. */
import { describe, expect, test } from 'vitest';
import { failureOfStatus, failureOfTerminate, termsOf } from '../../server/domain/bosh/protocol';
import { CREATED, reply, story } from '../support/bosh-story';

describe('a session', () => {
  test('is created, holds a request, restarts after SASL, and ends', () => {
    const { log } = story()
      .put({ is: 'open-stream' })
      .answer(1, ['features'], CREATED)
      .send('auth')
      .answer(2, ['success'])
      .put({ is: 'open-stream' })
      .answer(3, ['features'])
      .answer(4)
      .put({ is: 'close' })
      .answer(5)
      .answer(6, [], { type: 'terminate' });
    expect(log.map((line) => line.slice(2))).toEqual([
      'post 1 create',
      'open',
      'deliver features',
      'post 2 empty',
      'post 3 auth',
      'deliver success',
      'post 4 restart',
      'open',
      'deliver features',
      'post 5 empty',
      'post 6 terminate',
      'end by us',
    ]);
  });

  test('always has one request held, and no more than the server allows', () => {
    const { log } = story().created().send('a').send('b').send('c').answer(2).answer(3, ['x']).answer(4);
    expect(log).toEqual(['0 post 3 a', '0 post 4 b+c', '0 deliver x', '0 post 5 empty']);
  });

  test.each([
    ['1', ['0 post 3 a+b+c']],
    ['2', ['0 post 3 a', '0 post 4 b+c']],
    ['3', ['0 post 3 a', '0 post 4 b', '0 post 5 c']],
  ])('keeps to requests=%s', (requests, posts) => {
    const { log } = story()
      .created({ ...CREATED, requests })
      .send('a')
      .send('b')
      .send('c')
      .answer(2);
    expect(log).toEqual(posts);
  });

  test('1,000 stanzas one by one: all of them, in order, two requests at a time', () => {
    const told = story().created();
    const stanzas = Array.from({ length: 1_000 }, (_, i) => `s${i}`);
    for (const stanza of stanzas) told.send(stanza);
    for (let rid = 2; rid < 6; rid++) told.answer(rid);
    const sent = told.log.filter((line) => line.includes('post') && !line.includes('empty'));
    expect(sent.flatMap((line) => line.split(' ')[3]?.split('+') ?? [])).toEqual(stanzas);
    expect(sent).toHaveLength(2);
  });

  test('bodies do not grow without bound', () => {
    const told = story().created();
    const large = 'x'.repeat(200_000);
    told.send(large, large, large).answer(2);
    expect(told.log.map((line) => line.length > 200_000 && line.length < 200_100)).toEqual([true, true]);
  });

  test('answers that overtake one another are delivered in the order of their requests', () => {
    const { log } = story().created().send('a').answer(3, ['second']).answer(2, ['first']);
    expect(log).toEqual(['0 post 3 a', '0 deliver first', '0 deliver second', '0 post 4 empty']);
  });

  test('tells what it has received, where the server counts', () => {
    const { log } = story()
      .created({ ...CREATED, ack: '1' })
      .send('a')
      .answer(2)
      .answer(3)
      .until(9)
      .send('b');
    expect(log).toEqual(['0 post 3 ack 1 a', '0 post 4 empty', '9 post 5 ack 3 b']);
  });
});

describe('time', () => {
  test('a server that is slow up to wait is left alone; then the request is repeated', () => {
    const { log } = story().created().until(69_999);
    expect(log).toEqual([]);
    const later = story().created().until(70_000);
    expect(later.log).toEqual(['70000 abandon 2', '70000 post 2 empty']);
  });

  test('the server’s own wait counts', () => {
    const { log } = story()
      .created({ ...CREATED, wait: '10' })
      .until(20_000);
    expect(log).toEqual(['20000 abandon 2', '20000 post 2 empty']);
  });

  test('an empty answer after wait is followed at once by the next empty request', () => {
    const { log } = story().created().until(60_000).answer(2);
    expect(log).toEqual(['60000 post 3 empty']);
  });

  test('a server that answers empty requests at once is asked no more often than polling', () => {
    const { log } = story().created().until(10).answer(2).until(5_249).until(6_000).answer(3).until(11_000);
    expect(log).toEqual(['5250 post 3 empty', '10500 post 4 empty']);
  });

  test('but an answer that brought something allows the next at once', () => {
    const { log } = story().created().answer(2, ['x']).answer(3, ['y']);
    expect(log).toEqual(['0 deliver x', '0 post 3 empty', '0 deliver y', '0 post 4 empty']);
  });

  test('and stanzas never wait for polling', () => {
    const { log } = story().created().until(10).answer(2).send('a');
    expect(log).toEqual(['10 post 3 a']);
  });

  test.each([
    ['wait', { ...CREATED, wait: '0' }],
    ['hold', { ...CREATED, hold: '0', requests: '1' }],
  ])('without %s the session is polled', (_what, terms) => {
    const { log } = story().created(terms).answer(2).until(5_250).answer(3, ['x']).answer(4).until(11_000);
    expect(log).toEqual(['5250 post 3 empty', '5250 deliver x', '5250 post 4 empty', '10500 post 5 empty']);
  });
});

describe('a broken connection', () => {
  test('the same request again, at once, then more slowly, then no more', () => {
    const told = story().created().send('a');
    told.breaks(3).until(100).breaks(3).until(700).breaks(3).until(1_800).breaks(3).until(5_000).breaks(3);
    expect(told.log).toEqual([
      '0 post 3 a',
      '0 post 3 a',
      '600 post 3 a',
      '1700 post 3 a',
      '3800 post 3 a',
      '5000 end transport connection-reset',
    ]);
  });

  test('nothing is lost or doubled: the lost answer comes again, and only once', () => {
    const { log } = story().created().send('a').breaks(3).answer(2).answer(3, ['x']).answer(3, ['x']);
    expect(log).toEqual(['0 post 3 a', '0 post 3 a', '0 deliver x', '0 post 4 empty']);
  });

  test('nobody listens any more: that is the end', () => {
    const { log } = story().created().breaks(2).breaks(2, 'connection-refused');
    expect(log).toEqual(['0 post 2 empty', '0 end transport connection-refused']);
  });

  test('something that cuts held requests again and again does not end the session', () => {
    const told = story().created();
    for (let minute = 1; minute <= 10; minute++) told.until(minute * 30_000).breaks(2);
    expect(told.log).toHaveLength(10);
    expect(new Set(told.log.map((line) => line.replace(/^\d+ /, '')))).toEqual(new Set(['post 2 empty']));
  });

  test('while creating, nothing is repeated: the session may exist', () => {
    const { log } = story().put({ is: 'open-stream' }).breaks(1);
    expect(log).toEqual(['0 post 1 create', '0 end transport connection-reset']);
  });

  test('what the server has forgotten by now is not asked for', () => {
    const told = story()
      .created({ ...CREATED, inactivity: '1' })
      .breaks(2)
      .breaks(2)
      .until(600)
      .breaks(2);
    expect(told.log).toEqual(['0 post 2 empty', '500 post 2 empty', '600 end transport connection-reset']);
  });

  test('a binding error asks for the request and those before it', () => {
    const { log } = story().created().send('a').answer(3, [], { type: 'error' });
    expect(log).toEqual(['0 post 3 a', '0 abandon 2', '0 post 2 empty', '0 post 3 a']);
  });
});

describe('the end', () => {
  test('terminate ends the session at once, also before an answer that is still due', () => {
    const { log } = story()
      .created()
      .send('a')
      .answer(3, ['stream-error'], { type: 'terminate', condition: 'system-shutdown' });
    expect(log).toEqual(['0 post 3 a', '0 deliver stream-error', '0 end bosh system-shutdown']);
  });

  test.each([
    [404, 'bosh item-not-found'],
    [403, 'bosh policy-violation'],
    [400, 'bosh bad-request'],
    [502, 'transport http-status'],
  ])('HTTP %i of an old manager', (status, expected) => {
    expect(story().created().put({ is: 'status', rid: 2, status }).log).toEqual([`0 end ${expected}`]);
  });

  test('HTTP 404 before there is a session says that the URL is wrong', () => {
    expect(failureOfStatus(404, false)).toMatchObject({
      kind: 'transport',
      condition: 'http-status',
      detail: { status: 404 },
    });
  });

  test('close takes along what waits, and may exceed the number of requests', () => {
    const { log } = story().created().send('a').send('b').put({ is: 'close' }).send('c');
    expect(log).toEqual(['0 post 3 a', '0 post 4 terminate b']);
  });

  test('close before the session exists is the end', () => {
    expect(story().put({ is: 'open-stream' }, { is: 'close' }).log).toEqual(['0 post 1 create', '0 end by us']);
  });

  test('a connection that breaks while closing is no failure', () => {
    const told = story().created().put({ is: 'close' }).breaks(2);
    expect(told.log).toEqual(['0 post 3 terminate']);
    expect(told.breaks(3).log.at(-1)).toBe('0 end by us');
  });

  const every = [
    'bad-request',
    'host-gone',
    'host-unknown',
    'improper-addressing',
    'internal-server-error',
    'item-not-found',
    'other-request',
    'policy-violation',
    'remote-connection-failed',
    'remote-stream-error',
    'see-other-uri',
    'system-shutdown',
    'undefined-condition',
  ];
  test.each(every)('terminate with %s', (condition) => {
    expect(failureOfTerminate(reply([], { type: 'terminate', condition }))).toMatchObject({ kind: 'bosh', condition });
  });

  test('terminate with more to say, with an unknown condition, and with none', () => {
    const attrs = { type: 'terminate', condition: 'remote-stream-error' };
    const streamError = { condition: 'conflict', text: 'Replaced' };
    expect(failureOfTerminate({ attrs, streamError, uri: null })).toEqual({ kind: 'stream-error', ...streamError });
    const elsewhere = { attrs: { condition: 'see-other-uri' }, streamError: null, uri: 'https://b.example/bind' };
    expect(failureOfTerminate(elsewhere)).toMatchObject({ condition: 'see-other-uri', text: 'https://b.example/bind' });
    expect(failureOfTerminate(reply([], { condition: 'full-moon' }))).toMatchObject({
      condition: 'undefined-condition',
      text: 'full-moon',
    });
    expect(failureOfTerminate(reply())).toMatchObject({ kind: 'transport', condition: 'closed' });
  });

  test('a session without sid is none', () => {
    expect(story().put({ is: 'open-stream' }).answer(1).log.at(-1)).toBe('0 end bosh bad-body');
  });
});

test('terms: what the server does not say, and what makes no sense', () => {
  expect(termsOf({ sid: 'x' })).toEqual({
    sid: 'x',
    requests: 2,
    waitMs: 60_000,
    pollingMs: 1_000,
    inactivityMs: null,
    acks: false,
  });
  expect(termsOf({ sid: 'x', requests: '999', wait: '9999', polling: '-1', hold: 'one' })).toMatchObject({
    requests: 10,
    waitMs: 60_000,
    pollingMs: 1_000,
  });
  expect(termsOf({ sid: '' })).toBeNull();
});
