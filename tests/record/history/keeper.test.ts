/** The keeper as a story: what it does when, and that the recorder always comes first. */
import { describe, expect, it } from 'vitest';
import { defaultRetention, forgottenKinds, prunedKinds } from '../../../server/domain/history/retention';
import { createKeeper, LOOK_AGAIN_MS } from '../../../server/record/history/keeper';
import type { HistoryStore, Ripe } from '../../../server/store/history/port';
import { StoreError } from '../../../server/store/store-error';
import { createVirtualTime } from '../../../server/time/virtual-time';

const HOUR = 3_600_000;
const T = 1_700_056_800_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A store that has what it is told, and says what was asked of it and when. */
function story(ripe: Ripe[], options: { tookMs?: number; mayWrite?: () => boolean } = {}) {
  const time = createVirtualTime(T);
  const log: string[] = [];
  const say = (what: string) => log.push(`${time.now() - T} ${what}`);
  let refuse: StoreError | null = null;
  let free = 0;
  const store: HistoryStore = {
    chunkMs: HOUR,
    async ripe(before) {
      return ripe.filter((r) => r.oldest < before);
    },
    async pack(targetId, span) {
      if (refuse !== null) {
        say(`refused ${targetId}`);
        throw refuse;
      }
      say(`pack ${targetId} ${(span.from - T) / HOUR}..${(span.to - T) / HOUR}`);
      time.stall(options.tookMs ?? 0);
      ripe = ripe.filter((r) => r.targetId !== targetId);
      return 360;
    },
    async sumUpCounts() {
      return 0;
    },
    async prune(kind) {
      say(`prune ${kind}`);
      return 0;
    },
    async forget(kind) {
      say(`forget ${kind}`);
      return 0;
    },
    async giveBack(pages) {
      if (pages > 0) say(`give back ${pages}`);
      free = Math.max(0, free - pages);
      return free;
    },
    async sweep() {
      say('sweep');
      return true;
    },
  };
  const { mayWrite } = options;
  const keeper = createKeeper({
    ...{ store, time, retention: defaultRetention, pseudonymOf: () => 'pseudonym:x', log: silent },
    ...(mayWrite && { mayWrite }),
  });
  return {
    time,
    keeper,
    log,
    refuseWith: (error: StoreError | null) => {
      refuse = error;
    },
    free: (pages: number) => {
      free = pages;
    },
    add: (more: Ripe[]) => {
      ripe = [...ripe, ...more];
    },
  };
}

const pruneAll = [
  ...forgottenKinds.map((kind) => `forget ${kind}`),
  ...prunedKinds.map((kind) => `prune ${kind}`),
  'sweep',
];
const words = (log: readonly string[]) => log.map((line) => line.slice(line.indexOf(' ') + 1));

describe('the keeper', () => {
  it('packs what is ripe, oldest first, then prunes, then rests until there may be something again', async () => {
    const { keeper, time, log, add } = story([
      { targetId: 1, oldest: T - 4 * HOUR },
      { targetId: 2, oldest: T - 3.5 * HOUR },
      { targetId: 3, oldest: T - 2.5 * HOUR },
    ]);
    keeper.start();
    await time.advance(9_999);
    expect(log).toEqual([]);
    await time.advance(10_000);
    expect(words(log)).toEqual(['pack 1 -4..-2', 'pack 2 -3.5..-2.5', ...pruneAll]);
    add([{ targetId: 4, oldest: T - 3.2 * HOUR }]);
    await time.advance(LOOK_AGAIN_MS);
    const tidied = 2 + pruneAll.length;
    expect(words(log).slice(tidied)).toEqual(['pack 4 -3.2..-2.2']);
    // target 3 is ripe when its oldest hour is fresh no longer
    await time.advance(0.6 * HOUR);
    expect(words(log).slice(tidied + 1)).toEqual(['pack 3 -2.5..-1.5']);
    await keeper.stop();
    expect(keeper.stats()).toMatchObject({ packed: 4 * 360, refusals: 0 });
  });

  it('leaves the thread to the recorder four times as long as a step took', async () => {
    const many = Array.from({ length: 5 }, (_, i) => ({ targetId: i + 1, oldest: T - 5 * HOUR + i }));
    const { keeper, time, log } = story(many, { tookMs: 30 });
    keeper.start();
    await time.advance(10_000 + 700);
    const at = log.filter((line) => line.includes('pack')).map((line) => Number(line.split(' ')[0]) - 10_000);
    expect(at).toEqual([0, 150, 300, 450, 600]);
    await keeper.stop();
    expect(keeper.stats().longestStepMs).toBe(30);
  });

  it('does nothing while the recorder has trouble', async () => {
    let healthy = false;
    const { keeper, time, log } = story([{ targetId: 1, oldest: T - 4 * HOUR }], { mayWrite: () => healthy });
    keeper.start();
    await time.advance(5 * LOOK_AGAIN_MS);
    expect(log).toEqual([]);
    healthy = true;
    await time.advance(LOOK_AGAIN_MS + 1);
    expect(words(log)[0]).toBe('pack 1 -4..-2');
    await keeper.stop();
  });

  it('after a refusal waits, longer each time, and then looks at the database afresh', async () => {
    const { keeper, time, log, refuseWith } = story([{ targetId: 1, oldest: T - 4 * HOUR }]);
    refuseWith(new StoreError('disk-full', 'no room'));
    keeper.start();
    await time.advance(10_000 + 30_001);
    expect(log).toEqual(['10000 refused 1', '15000 refused 1', '25000 refused 1', '40000 refused 1']);
    refuseWith(null);
    await time.advance(20_001);
    expect(words(log)[4]).toBe('pack 1 -4..-2');
    await keeper.stop();
    expect(keeper.stats().refusals).toBe(4);
  });

  it('gives back what is free beyond a reserve, a little at a time', async () => {
    const { keeper, time, log, free } = story([]);
    free(1_250);
    keeper.start();
    await time.advance(12_000);
    const gives = ['give back 100', 'give back 100', 'give back 50'];
    expect(words(log)).toEqual([...pruneAll.slice(0, -1), ...gives, 'sweep']);
    await keeper.stop();
  });
});
