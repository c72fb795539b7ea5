/** Who is told of incidents, from a checked file; secrets are hidden from here on. */

import type { MaintenanceWindow } from '../domain/alert/maintenance';
import type { ServiceHours } from '../domain/alert/service-hours';
import type { ChannelPolicy } from '../domain/alert/tell';
import type { Secret } from '../xmpp/port';
import { secret } from './secret';
import type { ChannelShape, MaintenanceShape, NotifyShape } from './shape-notify';

export type ChannelWay =
  | { kind: 'webhook'; url: Secret; secret: Secret | null }
  | { kind: 'ntfy'; url: Secret; token: Secret | null }
  | {
      kind: 'email';
      host: string;
      port: number;
      security: 'tls' | 'starttls' | 'none';
      account: { username: string; password: Secret } | null;
      from: string;
      to: readonly string[];
    };

export interface NotifyConfig {
  /** Without a slash at the end; null: messages have no link. */
  publicUrl: string | null;
  heartbeat: { url: Secret; everyMs: number } | null;
  /** null: whenever agents are connected. */
  serviceHours: ServiceHours | null;
  channels: readonly (ChannelPolicy & { way: ChannelWay })[];
  maintenance: readonly MaintenanceWindow[];
}

export const noNotify: NotifyConfig = {
  ...{ publicUrl: null, heartbeat: null, serviceHours: null, channels: [], maintenance: [] },
};

export function notifyOf(notify: NotifyShape | undefined, maintenance: MaintenanceShape | undefined): NotifyConfig {
  const beat = notify?.heartbeat;
  const hours = notify?.serviceHours;
  return {
    publicUrl: notify?.publicUrl?.replace(/\/+$/, '') ?? null,
    heartbeat: beat === undefined ? null : { url: secret(beat.url), everyMs: (beat.everyS ?? 60) * 1_000 },
    serviceHours:
      hours === undefined
        ? null
        : { days: hours.days, zone: hours.zone, fromMin: minutesOf(hours.from), toMin: minutesOf(hours.to) },
    channels: (notify?.channels ?? []).map((c) => ({ ...policyOf(c), way: wayOf(c) })),
    maintenance: (maintenance ?? []).map(windowOf),
  };
}

const MINUTE_MS = 60_000;

function policyOf(c: ChannelShape): ChannelPolicy {
  return {
    name: c.name,
    from: c.from ?? 'ticket',
    administrators: c.administrators ?? true,
    groupWaitMs: (c.groupWaitS ?? 10) * 1_000,
    remindEveryMs: c.remindMin === undefined ? null : c.remindMin * MINUTE_MS,
    unacknowledgedMs: (c.unacknowledgedMin ?? 0) * MINUTE_MS,
  };
}

function wayOf({ webhook, ntfy, email }: ChannelShape): ChannelWay {
  if (webhook !== undefined) return { kind: 'webhook', url: secret(webhook.url), secret: hidden(webhook.secret) };
  if (ntfy !== undefined) return { kind: 'ntfy', url: secret(ntfy.url), token: hidden(ntfy.token) };
  if (email === undefined) throw new Error('a channel without a way passed the shape');
  const { host, username, password, from, to } = email;
  const security = email.security ?? 'starttls';
  const account = username === undefined || password === undefined ? null : { username, password: secret(password) };
  return { kind: 'email', host, port: email.port ?? usualPorts[security], security, account, from, to };
}

/** RFC 8314 §3.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2. */
const usualPorts = { tls: 465, starttls: 587, none: 25 };

const hidden = (value: string | undefined): Secret | null => (value === undefined ? null : secret(value));

function minutesOf(clock: string): number {
  const [h = 0, m = 0] = clock.split(':').map(Number);
  return h * 60 + m;
}

function windowOf(w: MaintenanceShape[number]): MaintenanceWindow {
  const place = { name: w.name, clusterKey: w.cluster ?? null, nodeKey: w.node ?? null };
  if (w.once !== undefined)
    return { ...place, when: { kind: 'once', from: Date.parse(w.once.from), to: Date.parse(w.once.to) } };
  if (w.recurring === undefined) throw new Error('a window without a time passed the shape');
  const { cron, zone, lastsMin } = w.recurring;
  return { ...place, when: { kind: 'recurring', cron, zone, lastsMs: lastsMin * MINUTE_MS } };
}
