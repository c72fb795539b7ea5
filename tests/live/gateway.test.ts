/** The gateway over real sockets: who gets in, what they see, and for how long. Time is moved by hand. */
import { describe, expect, it } from 'vitest';
import { type Batch, batch as batchSchema, LIVE_TICKET_RENEW_MS, type Pulse } from '#contract';
import { A, begin, caughtUp, heard, LAB, subscribe } from './scene';
import { doing, EPOCH, onBatch, onReply, pageFrom, pingOf, seqsOn } from './support';

describe('entering', () => {
  it.each([['websocket'], ['polling']])('with a ticket over %s', async (transport) => {
    const { gateway, ticket, open } = await begin();
    const socket = open({ ticket: ticket() }, { transports: [transport] });
    await heard(socket, 'connect');
    expect(gateway.clients()).toBe(1);
    expect(await subscribe(socket, { ...LAB, lastSeq: 100 })).toEqual({ status: 'ok', epoch: EPOCH, through: 100 });
  });

  it('without one, with a used one or with a forged one is refused with a reason', async () => {
    const { gateway, ticket, open } = await begin();
    const used = ticket();
    const first = open({ ticket: used });
    await heard(first, 'connect');
    const refusal = async (auth: object) => (await heard<Error>(open(auth), 'connect_error')).message;
    expect(await refusal({})).toBe('ticket refused: malformed');
    expect(await refusal({ ticket: 42 })).toBe('ticket refused: malformed');
    expect(await refusal({ ticket: used })).toBe('ticket refused: used');
    expect(await refusal({ ticket: 'a.b' })).toBe('ticket refused: forged');
    expect(gateway.clients()).toBe(1);
  });

  it('from a foreign page is refused before any ticket is looked at', async () => {
    const { port, ticket, open } = await begin();
    for (const transport of ['websocket', 'polling']) {
      const socket = open(
        { ticket: ticket() },
        { transports: [transport], extraHeaders: { origin: 'https://evil.example' } },
      );
      await heard(socket, 'connect_error');
    }
    const own = open({ ticket: ticket() }, { extraHeaders: { origin: `http://127.0.0.1:${port}` } });
    await heard(own, 'connect');
  });
});

describe('following a topic', () => {
  it('a page that comes in the middle gets what it missed and then the same batches as everybody', async () => {
    const { time, recorder, enter } = await begin();
    const early = await enter();
    const earlyGot: Batch[] = [];
    early.on('batch', (b: Batch) => earlyGot.push(batchSchema.parse(b)));
    await subscribe(early, { ...LAB, lastSeq: 100 });
    recorder.commit(A);
    recorder.commit(A, A);

    const late = await enter();
    const page = pageFrom(101);
    const lateGot: Batch[] = [];
    late.on('batch', (b: Batch) => {
      lateGot.push(b);
      onBatch(page, b);
    });
    onReply(page, await subscribe(late, { ...LAB, lastSeq: 101 }));
    await time.advance(250);
    recorder.commit(A, 'far/x/tcp');
    await time.advance(250);
    await Promise.all([caughtUp(early), caughtUp(late)]);

    expect(earlyGot.map((b) => [b.after, b.through])).toEqual([
      [100, 101],
      [101, 103],
      [103, 105],
    ]);
    expect(lateGot.map((b) => [b.after, b.through])).toEqual([
      [101, 103],
      [101, 103],
      [103, 105],
    ]);
    expect(page.folded).toEqual(seqsOn('cluster:lab', recorder.all, 101));
    expect(page.mustResync).toBe(false);
  });

  it('hears nothing of a topic that it left', async () => {
    const { recorder, enter } = await begin();
    const socket = await enter();
    const got: Batch[] = [];
    socket.on('batch', (b: Batch) => got.push(b));
    await subscribe(socket, { ...LAB, lastSeq: 100 });
    await socket.emitWithAck('unsubscribe', { topic: 'cluster:lab' });
    recorder.commit(A);
    await caughtUp(socket);
    expect(got).toEqual([]);
  });

  it('is sent for a new snapshot when its own belongs to another database or to the time before this run', async () => {
    const { enter } = await begin();
    const socket = await enter();
    const resync = { status: 'resync', epoch: EPOCH, jitterMs: 1_000 };
    expect(await subscribe(socket, { ...LAB, lastSeq: 100, epoch: 'db-0' })).toEqual(resync);
    expect(await subscribe(socket, { ...LAB, lastSeq: 99 })).toEqual(resync);
    expect(await subscribe(socket, { ...LAB, lastSeq: 101 })).toEqual(resync);
  });

  it('sees only what its ticket names', async () => {
    const { recorder, enter } = await begin();
    const socket = await enter(['cluster:lab', 'target:lab/*']);
    const statuses = [];
    for (const topic of ['cluster:lab', `target:${A}`, 'cluster:far', 'target:far/x/tcp', 'observer', 'admin']) {
      statuses.push((await subscribe(socket, { topic, epoch: EPOCH, lastSeq: 100 })).status);
    }
    expect(statuses).toEqual(['ok', 'ok', 'denied', 'denied', 'denied', 'denied']);
    const got: Batch[] = [];
    socket.on('batch', (b: Batch) => got.push(b));
    recorder.commit('far/x/tcp');
    await caughtUp(socket);
    expect(got).toEqual([]);
  });

  it('feels a pulse each second, with the time of the last commit', async () => {
    const { time, recorder, enter } = await begin();
    const socket = await enter();
    const next = async () => {
      const pulse = heard<Pulse>(socket, 'pulse');
      await time.advance(1_000);
      return pulse;
    };
    const at = time.now();
    expect(await next()).toEqual({ at: at + 1_000, recordedAt: null, recording: { state: 'ok' } });
    recorder.commit(A);
    expect(await next()).toEqual({ at: at + 2_000, recordedAt: at + 1_000, recording: { state: 'ok' } });
  });
});

describe('after a restart of the worker', () => {
  const stored = { after: 98, through: 100, events: [99, 100].map((seq) => pingOf(A, seq)) };

  it('a page continues where it was, from the newest events of the database', async () => {
    const { enter } = await begin({ recent: stored });
    const socket = await enter();
    const missed = heard<Batch>(socket, 'batch');
    expect(await subscribe(socket, { ...LAB, lastSeq: 99 })).toEqual({ status: 'ok', epoch: EPOCH, through: 99 });
    expect((await missed).events.map((e) => e.seq)).toEqual([100]);
    expect((await subscribe(socket, { ...LAB, lastSeq: 98 })).status).toBe('ok');
    expect((await subscribe(socket, { ...LAB, lastSeq: 97 })).status).toBe('resync');
  });

  it('and goes through a resync when these do not reach up to the present', async () => {
    const { enter } = await begin({ recent: stored }, 101);
    const socket = await enter();
    expect((await subscribe(socket, { ...LAB, lastSeq: 100 })).status).toBe('resync');
    expect((await subscribe(socket, { ...LAB, lastSeq: 101 })).status).toBe('ok');
  });

  it('a page of agents is sent for a new snapshot: what they were doing meanwhile is written nowhere', async () => {
    const { enter } = await begin({ recent: stored });
    const socket = await enter(['agents:*', 'team:lab/*']);
    for (const topic of ['agents:lab', 'team:lab/7']) {
      expect((await subscribe(socket, { topic, epoch: EPOCH, lastSeq: 99 })).status).toBe('resync');
      expect((await subscribe(socket, { topic, epoch: EPOCH, lastSeq: 100 })).status).toBe('ok');
    }
  });
});

it('a supervisor follows thirty teams on one socket, and hears of no other', async () => {
  const teams = Array.from({ length: 30 }, (_, i) => `team:contact-centre/supervised-team-${i}`);
  const { recorder, enter } = await begin();
  const socket = await enter(teams);
  const replies = await Promise.all(teams.map((topic) => subscribe(socket, { topic, epoch: EPOCH, lastSeq: 100 })));
  expect(new Set(replies.map((r) => r.status))).toEqual(new Set(['ok']));
  const other = { topic: 'team:contact-centre/supervised-team-30', epoch: EPOCH, lastSeq: 100 };
  expect(await subscribe(socket, other)).toEqual({ status: 'denied' });
  expect(await subscribe(socket, { ...other, topic: 'agents:contact-centre' })).toEqual({ status: 'denied' });
  const batch = heard<Batch>(socket, 'batch');
  recorder.tell([
    doing(101, 'contact-centre', 'supervised-team-30'),
    doing(102, 'contact-centre', 'supervised-team-4'),
  ]);
  expect(await batch).toMatchObject({ topic: teams[4], events: [{ seq: 102 }] });
});

/** A socket of a key that has an end. */
async function withKey() {
  const { time, open, ticketUntil } = await begin();
  const socket = open({ ticket: ticketUntil(600_000) });
  await heard(socket, 'connect');
  return { time, open: socket, renewedUntil: ticketUntil };
}

describe('the ticket on an open socket', () => {
  it('not renewed in time, the socket is closed; renewed, it stays', async () => {
    const { time, gateway, ticket, enter } = await begin();
    const [idle, faithful] = [await enter(), await enter()];
    const idleEnd = heard<string>(idle, 'disconnect');
    await time.advance(LIVE_TICKET_RENEW_MS);
    expect(await faithful.emitWithAck('renew', { ticket: ticket() })).toEqual({ status: 'ok' });
    await time.advance(62_000);
    expect(await idleEnd).toBe('io server disconnect');
    expect(await faithful.emitWithAck('renew', { ticket: 'a.b' })).toEqual({ status: 'denied' });
    expect(gateway.clients()).toBe(1);
  });

  it('of a key that is over closes it then, renewed or not', async () => {
    const { time, open, renewedUntil } = await withKey();
    const socket = open;
    const end = heard<string>(socket, 'disconnect');
    expect(await socket.emitWithAck('renew', { ticket: renewedUntil(90_000) })).toEqual({ status: 'ok' });
    await time.advance(92_000);
    expect(await end).toBe('io server disconnect');
  });

  it('of somebody else, or with fewer rights than are in use, closes it', async () => {
    const { ticket, enter } = await begin();
    const [swapped, demoted] = [await enter(), await enter()];
    await subscribe(demoted, { ...LAB, lastSeq: 100 });
    const ends = [heard(swapped, 'disconnect'), heard(demoted, 'disconnect')];
    expect(await swapped.emitWithAck('renew', { ticket: ticket(['cluster:*'], 'bob') })).toEqual({ status: 'denied' });
    expect(await demoted.emitWithAck('renew', { ticket: ticket(['cluster:far']) })).toEqual({ status: 'ok' });
    expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect']);
  });
});

it('closing ends every socket and leaves no timer behind', async () => {
  const { time, recorder, gateway, enter } = await begin();
  const socket = await enter();
  recorder.commit(A);
  recorder.commit(A);
  const ended = heard<string>(socket, 'disconnect');
  await gateway.close();
  expect(await ended).toBe('io server disconnect');
  expect([gateway.clients(), time.pending()]).toEqual([0, 0]);
  recorder.commit(A);
});
