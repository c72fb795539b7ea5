/** Rows of incidents, deliveries and silences. */
import { type Delivery, delivery, type Incident, incident, type Silence, silence } from '#contract';
import { parsed } from '../queries/documents';
import type { Row, Table } from '../writes/tables';

export const incidentTable: Table = {
  name: 'incident',
  columns: [
    ['id', 'text'],
    ['cluster_key', 'text'],
    ['subject', 'text'],
    ['status', 'text'],
    ['opened_at', 'bigint'],
    ['resolved_at', 'bigint'],
    ['body', 'text'],
  ],
};

export const deliveryTable: Table = {
  name: 'delivery',
  columns: [
    ['id', 'text'],
    ['incident_id', 'text'],
    ['channel', 'text'],
    ['status', 'text'],
    ['order_number', 'bigint'],
    ['created_at', 'bigint'],
    ['body', 'text'],
  ],
};

export const silenceTable: Table = {
  name: 'silence',
  columns: [
    ['id', 'text'],
    ['expires_at', 'bigint'],
    ['body', 'text'],
  ],
};

export function incidentRow(i: Incident): Row {
  return [i.id, i.clusterKey, i.subject, i.status, i.openedAt, i.resolved?.time ?? null, JSON.stringify(i)];
}

export function deliveryRow(d: Delivery): Row {
  return [d.id, d.incidentId, d.channel, d.status, d.order, d.createdAt, JSON.stringify(d)];
}

export function silenceRow(s: Silence): Row {
  return [s.id, s.expiresAt, JSON.stringify(s)];
}

export interface BodyRow {
  id: string;
  body: string;
}

/** Throws `StoreError` `corrupt`, as do the others. */
export const incidentOf = (row: BodyRow): Incident => parsed(incident, row.body, `the incident ${row.id}`);
export const deliveryOf = (row: BodyRow): Delivery => parsed(delivery, row.body, `the delivery ${row.id}`);
export const silenceOf = (row: BodyRow): Silence => parsed(silence, row.body, `the silence ${row.id}`);
