/** The channels of a checked file: their policy and their way, the secrets hidden from here on. */

import type { ChannelPolicy } from '../domain/alert/tell';
import type { TemplateValue } from '../domain/alert/template';
import type { TlsTrust, WireAddress } from '../transport/port';
import type { Secret, SessionOptions } from '../xmpp/port';
import type { Context } from './context';
import { secret } from './secret';
import type { ChannelShape } from './shape-channels';
import { trustOf } from './trust';

/** How a channel is reached, with whom its TLS trusts. */
export type ChannelWay = { trust: TlsTrust } & (
  | {
      kind: 'webhook';
      url: Secret;
      secret: Secret | null;
      headers: Readonly<Record<string, Secret>>;
      template: TemplateValue;
    }
  | { kind: 'slack' | 'teams'; url: Secret }
  | { kind: 'ntfy'; url: Secret; token: Secret | null }
  | { kind: 'webex'; token: Secret; roomId: string; api: string }
  | { kind: 'pagerduty'; routingKey: Secret; api: string }
  | { kind: 'xmpp'; session: SessionOptions; to: readonly string[]; type: 'chat' | 'normal' }
  | {
      kind: 'email';
      host: string;
      port: number;
      security: 'tls' | 'starttls' | 'none';
      account: { username: string; password: Secret } | null;
      from: string;
      to: readonly string[];
    }
);

export type ChannelConfig = ChannelPolicy & { way: ChannelWay };

export function channelsOf(channels: readonly ChannelShape[], context: Context): ChannelConfig[] {
  return channels.map((c, n) => {
    const trust = trustOf(c.tls, context.caOf(['notify', 'channels', n]));
    return { ...policyOf(c), way: wayOf(c, { trust, context, n }) };
  });
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

interface Place {
  trust: TlsTrust;
  context: Context;
  /** Of the channel in the list. */
  n: number;
}

function wayOf(c: ChannelShape, place: Place): ChannelWay {
  const { trust } = place;
  if (c.webhook !== undefined) return { trust, kind: 'webhook', ...webhookOf(c.webhook) };
  if (c.slack !== undefined) return { trust, kind: 'slack', url: secret(c.slack.url) };
  if (c.teams !== undefined) return { trust, kind: 'teams', url: secret(c.teams.url) };
  if (c.ntfy !== undefined) return { trust, kind: 'ntfy', url: secret(c.ntfy.url), token: hidden(c.ntfy.token) };
  if (c.webex !== undefined) {
    const api = (c.webex.api ?? 'https://webexapis.com/v1').replace(/\/+$/, '');
    return { trust, kind: 'webex', token: secret(c.webex.token), roomId: c.webex.room, api };
  }
  if (c.pagerduty !== undefined) {
    const api = c.pagerduty.api ?? 'https://events.pagerduty.com/v2/enqueue';
    return { trust, kind: 'pagerduty', routingKey: secret(c.pagerduty.routingKey), api };
  }
  if (c.xmpp !== undefined) return { trust, kind: 'xmpp', ...xmppOf(c.xmpp, place) };
  if (c.email !== undefined) return { trust, kind: 'email', ...emailOf(c.email) };
  throw new Error('a channel without a way passed the shape');
}

type Shape<K extends keyof ChannelShape> = Exclude<ChannelShape[K], undefined>;

function webhookOf({ url, secret: shared, headers, body }: Shape<'webhook'>) {
  const hiddenHeaders = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), secret(value)]);
  return {
    url: secret(url),
    secret: hidden(shared),
    headers: Object.fromEntries(hiddenHeaders),
    template: body ?? null,
  };
}

function emailOf({ host, port, username, password, from, to, ...rest }: Shape<'email'>) {
  const security = rest.security ?? 'starttls';
  const account = username === undefined || password === undefined ? null : { username, password: secret(password) };
  return { host, port: port ?? usualPorts[security], security, account, from, to };
}

/** RFC 8314 §3.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2. */
const usualPorts = { tls: 465, starttls: 587, none: 25 };

function xmppOf(x: Shape<'xmpp'>, { trust, context, n }: Place) {
  const { domain, account, to } = x;
  const session: SessionOptions = {
    wire: { address: wireOf(x), domain, trust },
    username: account.username,
    password: secret(account.password),
    // One account may serve several channels.
    resource: x.resource ?? `holdfast-alerts-${context.instanceId}-${n}`,
    allowPlainWithoutTls: x.allowPlainWithoutTls ?? false,
  };
  return { session, to, type: x.type ?? ('chat' as const) };
}

function wireOf({ tcp, websocket, bosh }: Shape<'xmpp'>): WireAddress {
  if (websocket !== undefined) return { kind: 'websocket', url: websocket.url };
  if (bosh !== undefined) return { kind: 'bosh', url: bosh.url };
  if (tcp === undefined) throw new Error('an XMPP channel without a transport passed the shape');
  const security = tcp.security ?? 'starttls';
  return { kind: 'tcp', host: tcp.host, port: tcp.port ?? (security === 'tls' ? 5223 : 5222), security };
}

const hidden = (value: string | undefined): Secret | null => (value === undefined ? null : secret(value));
