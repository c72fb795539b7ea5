/** Who is told of incidents, from a checked file; secrets are hidden from here on. */
import type { MaintenanceWindow } from '../domain/alert/maintenance';
import type { ServiceHours } from '../domain/alert/service-hours';
import type { Secret } from '../xmpp/port';
import { type ChannelConfig, channelsOf } from './channels';
import type { Context } from './context';
import { secret } from './secret';
import type { MaintenanceShape, NotifyShape } from './shape-notify';

export interface NotifyConfig {
  /** Without a slash at the end; null: messages have no link. */
  publicUrl: string | null;
  heartbeat: { url: Secret; everyMs: number } | null;
  /** null: whenever agents are connected. */
  serviceHours: ServiceHours | null;
  channels: readonly ChannelConfig[];
  maintenance: readonly MaintenanceWindow[];
}

export const noNotify: NotifyConfig = {
  ...{ publicUrl: null, heartbeat: null, serviceHours: null, channels: [], maintenance: [] },
};

export function notifyOf(
  notify: NotifyShape | undefined,
  maintenance: MaintenanceShape | undefined,
  context: Context,
): NotifyConfig {
  const beat = notify?.heartbeat;
  const hours = notify?.serviceHours;
  return {
    publicUrl: notify?.publicUrl?.replace(/\/+$/, '') ?? null,
    heartbeat: beat === undefined ? null : { url: secret(beat.url), everyMs: (beat.everyS ?? 60) * 1_000 },
    serviceHours:
      hours === undefined
        ? null
        : { days: hours.days, zone: hours.zone, fromMin: minutesOf(hours.from), toMin: minutesOf(hours.to) },
    channels: channelsOf(notify?.channels ?? [], context),
    maintenance: (maintenance ?? []).map(windowOf),
  };
}

const MINUTE_MS = 60_000;

function minutesOf(clock: string): number {
  const [h = 0, m = 0] = clock.split(':').map(Number);
  return h * 60 + m;
}

function windowOf(w: MaintenanceShape[number]): MaintenanceWindow {
  const place = { id: `file:${w.name}`, name: w.name, clusterKey: w.cluster ?? null, nodeKey: w.node ?? null };
  if (w.once !== undefined)
    return { ...place, when: { kind: 'once', from: Date.parse(w.once.from), to: Date.parse(w.once.to) } };
  if (w.recurring === undefined) throw new Error('a window without a time passed the shape');
  const { cron, zone, lastsMin } = w.recurring;
  return { ...place, when: { kind: 'recurring', cron, zone, lastsMs: lastsMin * MINUTE_MS } };
}
