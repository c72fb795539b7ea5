/** A thousand sessions that fail again and again are a few small writes. */
import { expect, test } from 'vitest';
import type { HandshakeTranscript } from '#contract';
import { AGAIN_MS, createTranscripts, GATHER_MS } from '../../server/record/transcripts';
import { createVirtualTime } from '../../server/time/virtual-time';
import { transcriptOf } from '../support/outage-facts';

function keeping(refusing = false) {
  const time = createVirtualTime(1_000_000);
  const written: HandshakeTranscript[][] = [];
  const warned: string[] = [];
  const kept = createTranscripts({
    time,
    log: { warn: (_: unknown, message: string) => void warned.push(message) },
    store: {
      async saveTranscripts(batch) {
        if (refusing) throw new Error('disk full');
        written.push([...batch]);
      },
    },
  });
  const fails = (n: number) => kept.take(transcriptOf({ targetKey: `cc/n${n}/tcp`, at: time.now() }));
  return { time, written, warned, kept, fails };
}

test('what fails together is written together, and again only when it is news', async () => {
  const { time, written, fails } = keeping();
  for (let n = 0; n < 3; n++) fails(n);
  await time.advance(GATHER_MS);
  expect(written.map((batch) => batch.length)).toEqual([3]);
  fails(0);
  await time.advance(GATHER_MS);
  expect(written).toHaveLength(1);
  await time.advance(AGAIN_MS);
  fails(0);
  await time.advance(GATHER_MS);
  expect(written.map((batch) => batch.length)).toEqual([3, 1]);
});

test('what waits is written at the end, and a database that refuses costs nothing else', async () => {
  const { written, kept, fails } = keeping();
  for (let n = 0; n < 450; n++) fails(n);
  await kept.stop();
  expect(written.flat().length).toBeGreaterThanOrEqual(200);
  const refusing = keeping(true);
  refusing.fails(1);
  await refusing.kept.stop();
  expect(refusing.warned).toHaveLength(1);
});
