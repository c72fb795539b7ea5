/** Rows of incidents, deliveries and silences. */
import {
  type AlertRule,
  type AlertSetup,
  alertRule,
  alertSetup,
  type Delivery,
  delivery,
  type Incident,
  incident,
  type PlannedWindow,
  plannedWindow,
  type Silence,
  silence,
} from '#contract';
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

export const ruleTable: Table = {
  name: 'alert_rule',
  columns: [
    ['key', 'text'],
    ['body', 'text'],
  ],
};

export const windowTable: Table = {
  name: 'maintenance_window',
  columns: [
    ['id', 'text'],
    ['ends_at', 'bigint'],
    ['body', 'text'],
  ],
};

export const setupTable: Table = {
  name: 'alert_setup',
  columns: [
    ['id', 'int'],
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

export function ruleRow(r: AlertRule): Row {
  return [r.key, JSON.stringify(r)];
}

export function windowRow(w: PlannedWindow): Row {
  return [w.id, w.when.kind === 'once' ? w.when.to : null, JSON.stringify(w)];
}

export function setupRow(s: AlertSetup): Row {
  return [1, JSON.stringify(s)];
}

export interface BodyRow {
  id: string;
  body: string;
}

/** Throws `StoreError` `corrupt`, as do the others. */
export const incidentOf = (row: BodyRow): Incident => parsed(incident, row.body, `the incident ${row.id}`);
export const deliveryOf = (row: BodyRow): Delivery => parsed(delivery, row.body, `the delivery ${row.id}`);
export const silenceOf = (row: BodyRow): Silence => parsed(silence, row.body, `the silence ${row.id}`);
export const ruleOf = (row: BodyRow): AlertRule => parsed(alertRule, row.body, `the rule ${row.id}`);
export const windowOf = (row: BodyRow): PlannedWindow => parsed(plannedWindow, row.body, `the window ${row.id}`);

/** It can be made again from what it was made from: one that is not readable is none. */
export function setupOf(rows: readonly { body: string }[]): AlertSetup | null {
  const row = rows[0];
  return row === undefined ? null : (alertSetup.safeParse(JSON.parse(row.body)).data ?? null);
}
