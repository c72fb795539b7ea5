/** What the form of a window holds, and the window that it means. Pure. */
import type { AlertCommand, EpochMs, PlannedWindow } from '#contract';
import { localText, momentOf } from '../../history/local-time';
import { weeklyCron } from './words';

export interface Draft {
  kind: 'once' | 'weekly' | 'pattern';
  name: string;
  /** `CLUSTER/NODE`, `CLUSTER/`, or nothing: everything. */
  place: string;
  /** Local times. */
  from: string;
  to: string;
  /** None: every day. */
  days: readonly string[];
  time: string;
  cron: string;
  zone: string;
  lastsMin: string;
}

const HOUR_MS = 3_600_000;

export function firstDraft(now: EpochMs, zone: string): Draft {
  const from = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const times = { from: localText(from).slice(0, 16), to: localText(from + 2 * HOUR_MS).slice(0, 16) };
  return {
    ...{ kind: 'once', name: '', place: '', ...times, days: ['sun'], time: '22:00', cron: '0 22 * * sun', zone },
    lastsMin: '120',
  };
}

/** null: something is missing. */
export function whenOf(d: Draft): PlannedWindow['when'] | null {
  if (d.kind === 'once') {
    const [from, to] = [momentOf(d.from), momentOf(d.to)];
    return from === null || to === null ? null : { kind: 'once', from, to };
  }
  const lastsMs = Math.round(Number(d.lastsMin)) * 60_000;
  const cron = d.kind === 'weekly' ? (d.time === '' ? '' : weeklyCron(d.days, d.time)) : d.cron.trim();
  if (!(lastsMs >= 60_000 && lastsMs <= 7 * 24 * HOUR_MS) || cron === '' || d.zone.trim() === '') return null;
  return { kind: 'recurring', cron, zone: d.zone.trim(), lastsMs };
}

/** null: something is missing. */
export function planOf(d: Draft): Extract<AlertCommand, { command: 'plan-maintenance' }> | null {
  const when = whenOf(d);
  const name = d.name.trim();
  if (when === null || name === '') return null;
  const [cluster = '', node = ''] = d.place.split('/');
  const place = { clusterKey: cluster === '' ? null : cluster, nodeKey: node === '' ? null : node };
  return { command: 'plan-maintenance', name, ...place, when };
}
