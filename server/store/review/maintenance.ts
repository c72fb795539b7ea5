/** What was planned and what servers said of themselves over a range, for the time that does not count. */
import { z } from 'zod';
import { alertSetup, type EpochMs, epochMs } from '#contract';
import type { Span } from '../../domain/history/timeline';
import { type FactsAt, ownMaintenanceOf, type PastMaintenance, type Plan } from '../../domain/review/maintained';
import type { PrismaClient, Query } from '../connection';
import { guarded } from '../guarded';
import { parsed } from '../queries/documents';

export interface MaintenanceReads {
  /** Plans in force and servers in their own maintenance mode in [from, to), up to now. Throws `StoreError`. */
  maintenanceBetween(span: Span, now: EpochMs): Promise<PastMaintenance>;
}

/** A server that was in its own maintenance mode for longer said so again, or nobody looks after it. */
const OWN_BACK_MS = 14 * 86_400_000;

type Row = { body: string };

export function maintenanceReadsOn(db: PrismaClient): MaintenanceReads {
  return {
    maintenanceBetween: (span, now) =>
      guarded('maintenanceBetween', async () => {
        const [before, changes, current, told] = await db.$transaction([
          planBefore(db, span.from),
          plansIn(db, span),
          db.$queryRaw<Row[]>`SELECT body FROM alert_setup WHERE id = 1`,
          toldRows(db, span),
        ]);
        return {
          plans: plansOf([...before, ...changes], current),
          own: ownMaintenanceOf(told.map(factsOf), Math.min(now, span.to)),
        };
      }),
  };
}

function planBefore(db: PrismaClient, from: EpochMs): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT body FROM event WHERE target_id IS NULL AND type = 'alerting-configured' AND at < ${BigInt(from)}
    ORDER BY at DESC, seq DESC LIMIT 1`;
}

function plansIn(db: PrismaClient, { from, to }: Span): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT body FROM event WHERE target_id IS NULL AND type = 'alerting-configured'
      AND at >= ${BigInt(from)} AND at < ${BigInt(to)} ORDER BY at, seq`;
}

function toldRows(db: PrismaClient, { from, to }: Span): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT body FROM event WHERE target_id IS NULL AND type IN ('server-facts-changed', 'server-removed')
      AND at >= ${BigInt(Math.max(0, from - OWN_BACK_MS))} AND at < ${BigInt(to)} ORDER BY at, seq`;
}

const windows = alertSetup.pick({ windows: true });
const configured = z.object({ at: epochMs, setup: windows });

/** Where nothing was told yet, what is in force now was in force before. */
function plansOf(told: readonly Row[], current: readonly Row[]): Plan[] {
  if (told.length > 0)
    return told.map((row) => {
      const { at, setup } = parsed(configured, row.body, 'a plan of maintenance');
      return { from: at, windows: setup.windows };
    });
  return current.map((row) => ({ from: 0, windows: parsed(windows, row.body, 'the setup of alerts').windows }));
}

const mode = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const factsTold = z.object({
  ...{ at: epochMs, clusterKey: z.string(), nodeKey: z.string() },
  facts: z
    .object({ finesseMaintenance: mode, ctiMaintenance: mode })
    .nullish()
    .transform((value) => value ?? null),
});

function factsOf(row: Row): FactsAt {
  return parsed(factsTold, row.body, 'what a server told');
}
