/** The gateway against pages that send nonsense, too much, or never read. */
import { once } from 'node:events';
import { connect, type Socket as TcpSocket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '#contract';
import { A, begin, caughtUp, heard, LAB, type Scene, subscribe } from './scene';

describe('misbehaviour', () => {
  it('nonsense is answered as invalid and harms nobody', async () => {
    const { enter } = await begin();
    const socket = await enter();
    const nonsense = [
      null,
      1,
      'x',
      [],
      {},
      { topic: 'lab' },
      { ...LAB, lastSeq: -1 },
      { ...LAB, lastSeq: 'x' },
      { topic: '__proto__' },
    ];
    for (const payload of nonsense) expect((await socket.emitWithAck('subscribe', payload)).status).toBe('invalid');
    expect(await socket.emitWithAck('renew', { ticket: {} })).toEqual({ status: 'denied' });
    for (const event of ['subscribe', 'unsubscribe', 'renew', 'batch', 'pulse', 'unheard-of']) {
      socket.emit(event);
      socket.emit(event, 'no acknowledgement');
      socket.emit(event, Buffer.from('binary'));
    }
    expect((await subscribe(socket, { ...LAB, lastSeq: 100 })).status).toBe('ok');
  });

  it('random packets on the wire end their own connection at most', async () => {
    const { port, enter } = await begin();
    const bystander = await enter();
    const base = `http://127.0.0.1:${port}/live/?EIO=4&transport=polling`;
    const alphabet = [
      '0',
      '2',
      '4',
      '40',
      '42',
      '43',
      '45',
      '451-',
      '{',
      '}',
      '[',
      ']',
      '"subscribe"',
      ',',
      '\\u0000',
      '\x1e',
      'b',
      '/x,',
      '999',
    ];
    const body = fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (text, known) => {
        const opened = await (await fetch(base)).text();
        const sid = /"sid":"([^"]+)"/.exec(opened)?.[1] ?? 'none';
        const res = await fetch(`${base}&sid=${known ? sid : encodeURIComponent(text)}`, {
          method: 'POST',
          body: text,
        });
        expect(res.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
    expect((await subscribe(bystander, { ...LAB, lastSeq: 100 })).status).toBe('ok');
  });

  it('a message over 16 KiB and a flood of messages end the socket', async () => {
    const { enter } = await begin();
    const [large, flood, bystander] = [await enter(), await enter(), await enter()];
    const ends = [heard(large, 'disconnect'), heard(flood, 'disconnect')];
    large.emit('subscribe', { topic: 'x'.repeat(20_000) });
    for (let i = 0; i < 700; i++) flood.emit('subscribe', { ...LAB, lastSeq: 100 });
    await Promise.all(ends);
    expect((await subscribe(bystander, { ...LAB, lastSeq: 100 })).status).toBe('ok');
  });

  it('more connections than allowed are turned away', async () => {
    const { ticket, open, enter } = await begin({ maxClients: 1 });
    const first = await enter();
    await heard(open({ ticket: ticket() }), 'connect_error');
    first.disconnect();
  });

  it('a page that does not read is cut off when its backlog is full, while the others go on', async () => {
    const scene = await begin({ maxBacklogBytes: 64 * 1024 });
    const { time, recorder, gateway, enter } = scene;
    const reader = await enter();
    let lastThrough = 0;
    reader.on('batch', (b: Batch) => {
      lastThrough = b.through;
    });
    await subscribe(reader, { ...LAB, lastSeq: 100 });
    const sleeper = await enterAndFallAsleep(scene);
    expect(gateway.clients()).toBe(2);
    const targets = Array.from({ length: 500 }, () => A);
    for (let round = 0; round < 200 && gateway.clients() === 2; round++) {
      recorder.commit(...targets);
      await time.advance(250);
      await caughtUp(reader);
    }
    expect(gateway.clients()).toBe(1);
    expect(lastThrough).toBe(recorder.lastSeq());
    sleeper.destroy();
  });
});

/** A hand-made WebSocket client that subscribes and then never reads again. */
async function enterAndFallAsleep({ port, ticket }: Scene): Promise<TcpSocket> {
  const tcp = connect(port, '127.0.0.1');
  await once(tcp, 'connect');
  const frame = (text: string) => {
    const data = Buffer.from(text);
    const head =
      data.length < 126
        ? Buffer.from([0x81, 0x80 | data.length])
        : Buffer.from([0x81, 0xfe, data.length >> 8, data.length & 255]);
    return Buffer.concat([head, Buffer.alloc(4), data]);
  };
  const upgrade = [
    'GET /live/?EIO=4&transport=websocket HTTP/1.1',
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
  ];
  tcp.write(
    `${[...upgrade, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`].join('\r\n')}\r\n\r\n`,
  );
  let text = '';
  const until = async (part: string) => {
    while (!text.includes(part)) text += String((await once(tcp, 'data'))[0]);
  };
  await until('"sid"');
  tcp.write(frame(`40${JSON.stringify({ ticket: ticket() })}`));
  await until('40{"sid"');
  tcp.write(frame(`420["subscribe",${JSON.stringify({ ...LAB, lastSeq: 100 })}]`));
  await until('430[');
  tcp.pause();
  return tcp;
}
