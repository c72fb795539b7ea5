/** Snapshots of incidents for pages, each of one moment. */

import type { PrismaClient } from '../connection';
import { guarded } from '../guarded';
import { latestRunRows, observerOf } from '../queries/observer';
import { positionOf, positionRows } from '../queries/position';
import type { AlertReads } from './port';
import { type BodyRow, deliveryOf, incidentOf } from './rows';

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
  };
}
