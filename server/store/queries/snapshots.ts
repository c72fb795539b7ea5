/** What a page starts from: state, measurements and the last number, all of one moment. */
import type { OverviewSnapshot, TargetKey, TargetSnapshot } from '#contract';
import type { PrismaClient } from '../connection';
import { connectRows, connectsOf } from './connects';
import { intervalsOf, phaseBeforeRows, phaseRows, unobservedRows } from './intervals';
import { latestRunRows, observerOf } from './observer';
import { positionOf, positionRows } from './position';
import { recentSampleRows, sampleRows, samplesOf } from './samples';
import { currentTargetStateRows, targetStateOf, targetStateRow } from './target-states';

const CONNECTS_SHOWN = 5;

/** Archived targets are left out. */
export async function overviewSnapshot(db: PrismaClient, at: number, windowMs: number): Promise<OverviewSnapshot> {
  const [position, run, states, samples] = await db.$transaction([
    positionRows(db),
    latestRunRows(db),
    currentTargetStateRows(db),
    recentSampleRows(db, Math.max(0, at - windowMs)),
  ]);
  const samplesByKey = new Map(samples.map((row) => [row.key, row]));
  return {
    ...positionOf(position),
    at,
    observer: observerOf(run),
    targets: states.map((row) => ({ state: targetStateOf(row), samples: samplesOf(samplesByKey.get(row.key)) })),
  };
}

export async function targetSnapshot(
  db: PrismaClient,
  key: TargetKey,
  at: number,
  windowMs: number,
): Promise<TargetSnapshot | null> {
  const window = { from: Math.max(0, at - windowMs), to: null };
  const [position, run, states, samples, before, phases, unobserved, connects] = await db.$transaction([
    positionRows(db),
    latestRunRows(db),
    targetStateRow(db, key),
    sampleRows(db, key, window.from, window.to),
    phaseBeforeRows(db, key, window),
    phaseRows(db, key, window),
    unobservedRows(db, window),
    connectRows(db, key, CONNECTS_SHOWN),
  ]);
  const state = states[0];
  if (state === undefined) return null;
  const observer = observerOf(run);
  return {
    ...positionOf(position),
    at,
    observer,
    state: targetStateOf(state),
    from: window.from,
    samples: samplesOf(samples[0]),
    intervals: intervalsOf([...before, ...phases, ...unobserved], window, observer?.aliveAt ?? null, at),
    connects: connectsOf(connects),
  };
}
