/** The worker is killed at random moments while a page listens; afterwards everything that was promised is checked against the database. */
import { isDeepStrictEqual } from 'node:util';
import type { EventOf, Recorded } from '#contract';
import { mulberry32 } from '../../server/time/virtual-time';
import { seqsOn } from '../live/support';
import { openPage, type Page } from './page';
import type { Bench, Database } from './worker-process';

export interface Kill {
  /** Events that the page had been told of when the worker died, and what the database then held. */
  told: number;
  stored: number;
  /** The gap began so long before the kill: at the last sign of life. */
  blindBeforeMs: number;
  /** From the kill to the end of the gap. */
  restartMs: number;
  cameBack: 'resumed' | 'resynced';
}

export interface KillReport {
  kills: Kill[];
  /** Everything that should not be; empty = proven. */
  problems: string[];
  stopCode: number | null;
}

export async function killStory(bench: Bench, kills: number, seed: number): Promise<KillReport> {
  const random = mulberry32(seed);
  const page = openPage(bench, ['cluster:lab', 'observer']);
  const problems: string[] = [];
  const moments: { killedAt: number; aliveAt: number; told: number; stored: number }[] = [];
  const cameBack: Kill['cameBack'][] = [];

  let worker = await bench.startWorker();
  for (let i = 0; i < kills; i++) {
    cameBack.push(await page.come());
    await page.hear(2 + Math.floor(random() * 8));
    await pause(random() * 300);
    const killedAt = Date.now();
    await worker.kill();
    const stored = await allEvents(bench.database);
    const aliveAt = (await bench.database.observer())?.aliveAt ?? 0;
    problems.push(...brokenPromises(page, stored).map((p) => `after kill ${i + 1}: ${p}`));
    moments.push({ killedAt, aliveAt, told: page.told.size, stored: stored.length });
    worker = await bench.startWorker();
  }
  cameBack.push(await page.come());
  await page.hear(3);
  page.leave();
  const stopCode = await worker.stop();

  const stored = await allEvents(bench.database);
  problems.push(...brokenPromises(page, stored), ...brokenStreams(page, stored));
  const gaps = stored.filter((e): e is Recorded<EventOf<'observer-gap'>> => e.type === 'observer-gap');
  if (gaps.length !== kills) problems.push(`${kills} kills, ${gaps.length} gaps`);
  problems.push(...moments.flatMap((m, i) => brokenGap(gaps[i], m, i + 1)));
  return {
    problems,
    stopCode,
    kills: moments.map((m, i) => ({
      told: m.told,
      stored: m.stored,
      blindBeforeMs: m.killedAt - (gaps[i]?.fromMs ?? Number.NaN),
      restartMs: (gaps[i]?.toMs ?? Number.NaN) - m.killedAt,
      cameBack: cameBack[i + 1] ?? 'resynced',
    })),
  };
}

/** What a page was told and the database does not hold just so. */
function brokenPromises(page: Page, stored: readonly Recorded[]): string[] {
  const bySeq = new Map(stored.map((e) => [e.seq, e]));
  const lost = [...page.told].filter(([seq, e]) => !isDeepStrictEqual(bySeq.get(seq), e)).map(([seq]) => seq);
  const holes = stored.filter((e, i) => e.seq !== i + 1).length;
  return [
    ...page.contradictions,
    ...(lost.length > 0 ? [`told and not stored, or stored otherwise: ${lost.join(' ')}`] : []),
    ...(holes > 0 ? [`${holes} numbers are not consecutive`] : []),
  ];
}

/** Between two snapshots a page holds exactly what the database holds on its topic. */
function brokenStreams(page: Page, stored: readonly Recorded[]): string[] {
  return page.segments.flatMap(({ topic, page: { snapshotSeq, lastSeq, folded } }) => {
    const due = seqsOn(topic, stored, snapshotSeq).filter((seq) => seq <= lastSeq);
    return isDeepStrictEqual(folded, due) ? [] : [`${topic} after ${snapshotSeq}: folded ${folded}, stored ${due}`];
  });
}

/** The unknown time begins at the last sign of life in the database, and the kill lies in it. */
function brokenGap(
  gap: Recorded<EventOf<'observer-gap'>> | undefined,
  { aliveAt, killedAt }: { aliveAt: number; killedAt: number },
  nth: number,
): string[] {
  if (gap === undefined) return [`kill ${nth} left no gap`];
  const right =
    gap.reason === 'crashed' && gap.fromMs === aliveAt && gap.fromMs <= killedAt + CLOCKS_MS && gap.toMs >= killedAt;
  return right
    ? []
    : [`kill ${nth} at ${killedAt}, alive at ${aliveAt}: gap ${gap.reason} ${gap.fromMs} to ${gap.toMs}`];
}

/** The worker's clock is rounded and anchored at its start: two processes may read the same moment a few ms apart. */
const CLOCKS_MS = 50;

async function allEvents(database: Database): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (;;) {
    const next = await database.eventsAfter(all.at(-1)?.seq ?? 0, 1_000);
    if (next.length === 0) return all;
    all.push(...next);
  }
}

/** Not to wait for something, but to let the kill fall anywhere between two commits. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
