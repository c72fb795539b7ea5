/** Snapshots of incidents for pages, each of one moment. */

import { type AlertingSnapshot, channelTested, deliverySummaryOf, type EpochMs } from '#contract';
import { Prisma, type PrismaClient } from '../connection';
import { guarded } from '../guarded';
import { latestRunRows, observerOf } from '../queries/observer';
import { positionOf, positionRows } from '../queries/position';
import { readStoredEvent, type StoredEvent } from '../stored-event';
import { channelSubject } from '../writes/rows';
import type { AlertReads } from './port';
import { type BodyRow, deliveryOf, incidentOf, setupOf, silenceOf } from './rows';

const PENDING_AT_MOST = 500;

export function alertReadsOn(db: PrismaClient): AlertReads {
  return {
    incidentsSnapshot: (at, since, limit) =>
      guarded('incidentsSnapshot', async () => {
        const [position, run, open, rest] = await db.$transaction([
          positionRows(db),
          latestRunRows(db),
          db.$queryRaw<BodyRow[]>`
            SELECT id, body FROM incident WHERE status = 'open' ORDER BY opened_at DESC, id LIMIT ${limit}`,
          db.$queryRaw<BodyRow[]>`
            SELECT id, body FROM incident WHERE status = 'resolved' AND opened_at >= ${BigInt(since)}
            ORDER BY opened_at DESC, id LIMIT ${limit}`,
        ]);
        const incidents = [...open, ...rest].slice(0, limit).map(incidentOf);
        return { ...positionOf(position), at, observer: observerOf(run), incidents };
      }),
    incidentsBefore: (since, before, limit) =>
      guarded('incidentsBefore', async () => {
        const at = BigInt(before?.openedAt ?? Number.MAX_SAFE_INTEGER);
        const rows = await db.$queryRaw<BodyRow[]>`
          SELECT id, body FROM incident
          WHERE opened_at >= ${BigInt(since)} AND (opened_at < ${at} OR (opened_at = ${at} AND id > ${before?.id ?? ''}))
          ORDER BY opened_at DESC, id LIMIT ${limit}`;
        return rows.map(incidentOf);
      }),
    incidentSnapshot: (id, at) =>
      guarded('incidentSnapshot', async () => {
        const [position, run, found, told] = await db.$transaction([
          positionRows(db),
          latestRunRows(db),
          db.$queryRaw<BodyRow[]>`SELECT id, body FROM incident WHERE id = ${id}`,
          db.$queryRaw<BodyRow[]>`
            SELECT id, body FROM delivery WHERE incident_id = ${id} ORDER BY order_number, id`,
        ]);
        const row = found[0];
        if (row === undefined) return null;
        const deliveries = told.map(deliveryOf).map(({ incident: _, ...rest }) => rest);
        return { ...positionOf(position), at, observer: observerOf(run), incident: incidentOf(row), deliveries };
      }),
    alertingSnapshot: (at, since, limit) => guarded('alertingSnapshot', () => alertingSnapshot(db, at, since, limit)),
  };
}

const lastTest = channelTested.omit({ observerId: true, eventId: true, v: true });

async function alertingSnapshot(
  db: PrismaClient,
  at: EpochMs,
  since: EpochMs,
  limit: number,
): Promise<AlertingSnapshot> {
  const setupRows = () => db.$queryRaw<{ body: string }[]>`SELECT body FROM alert_setup WHERE id = 1`;
  const channels = setupOf(await setupRows())?.channels.map((c) => channelSubject(c.name)) ?? [];
  const [position, run, setup, silences, pending, settled, tests] = await db.$transaction([
    positionRows(db),
    latestRunRows(db),
    setupRows(),
    db.$queryRaw<BodyRow[]>`SELECT id, body FROM silence WHERE expires_at > ${BigInt(since)} ORDER BY expires_at, id`,
    db.$queryRaw<BodyRow[]>`
      SELECT id, body FROM delivery WHERE status IN ('waiting', 'dead')
      ORDER BY created_at DESC, order_number DESC LIMIT ${PENDING_AT_MOST}`,
    db.$queryRaw<BodyRow[]>`
      SELECT id, body FROM delivery WHERE status = 'delivered' ORDER BY order_number DESC LIMIT ${limit}`,
    db.$queryRaw<StoredEvent[]>`
      SELECT e.seq, e.type, e.v, e.body FROM event e JOIN (
        SELECT MAX(seq) AS seq FROM event
        WHERE type = 'channel-tested' AND subject IN (${Prisma.join(['', ...channels])}) GROUP BY subject
      ) last ON last.seq = e.seq ORDER BY e.seq`,
  ]);
  const deliveries = [...pending, ...settled].map(deliveryOf).map(deliverySummaryOf);
  return {
    ...{ ...positionOf(position), at, observer: observerOf(run), setup: setupOf(setup) },
    silences: silences.map(silenceOf),
    deliveries: deliveries.sort((a, b) => b.createdAt - a.createdAt || b.order - a.order),
    tests: tests.map((row) => lastTest.parse(readStoredEvent(row))),
  };
}
