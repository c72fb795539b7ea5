/** The shape of `notify.channels` in holdfast.yaml: by which way whom, and of what. */
import { z } from 'zod';
import { channelKinds, severities } from '#contract';
import { type TemplateValue, templateFault } from '../domain/alert/template';
import {
  accountShape,
  domainName,
  hostName,
  list,
  oneOf,
  resourceName,
  strict,
  text,
  tlsShape,
  url,
  whole,
  yesOrNo,
} from './shape-parts';

const secretText = (what: string) => text(what, 2_000);
const web = url(['https', 'http']);
const address = text('an e-mail address', 320).regex(/[^@\s]+@[^@\s]+/, 'is not an e-mail address');
const bareJid = text('an address of the form user@domain', 2_000).regex(
  /^[^@/\s"&'<>:]+@[^@/\s"&'<>]+$/,
  'is not an address of the form user@domain',
);

/** Those belong to the connection. */
const ours = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'keep-alive', 'te']);
const headerValue = text('the value of a header', 4_000).regex(/^[\x20-\x7e\t]*$/, 'holds a character no header can');

const headers = z
  .record(z.string(), headerValue, { error: 'must hold names of headers and their values' })
  .superRefine((all, context) => {
    for (const name of Object.keys(all)) {
      const message = headerFault(name);
      if (message !== null) context.addIssue({ code: 'custom', message, path: [name] });
    }
  });

/** RFC 9110 §5.1. */
function headerFault(name: string): string | null {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) return 'is not the name of a header';
  return ours.has(name.toLowerCase()) ? 'is a header that Holdfast sets itself' : null;
}

/** What YAML gives is JSON already, but for what is not a number and the like. */
const template: z.ZodType<TemplateValue> = z.json({ error: 'must be text, or what JSON can say' });

const webhook = strict({
  url: web,
  secret: secretText('a secret').optional(),
  headers: headers.optional(),
  body: template.superRefine((value, context) => templateFaults(value, context)).optional(),
});

/** Each where it stands: a union would only say that none of its members fits. */
function templateFaults(value: unknown, context: z.RefinementCtx, path: (string | number)[] = []): void {
  if (typeof value === 'string') {
    const message = templateFault(value);
    if (message !== null) context.addIssue({ code: 'custom', message, path });
  } else if (Array.isArray(value)) {
    for (const [n, item] of value.entries()) templateFaults(item, context, [...path, n]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) templateFaults(item, context, [...path, key]);
  }
}

const email = strict({
  host: hostName,
  port: whole(1, 65_535, '').optional(),
  security: oneOf(['starttls', 'tls', 'none']).optional(),
  username: text('the user name').optional(),
  password: secretText('a password').optional(),
  from: address,
  to: list(address, 'e-mail addresses'),
}).refine((e) => (e.username === undefined) === (e.password === undefined), 'needs username and password, or neither');

const tcp = strict({
  host: hostName,
  port: whole(1, 65_535, '').optional(),
  security: oneOf(['starttls', 'tls', 'none']).optional(),
});
const xmpp = strict({
  domain: domainName,
  account: accountShape,
  tcp: tcp.optional(),
  websocket: strict({ url: url(['wss', 'ws']) }).optional(),
  bosh: strict({ url: web }).optional(),
  resource: resourceName.optional(),
  to: list(bareJid, 'addresses'),
  type: oneOf(['chat', 'normal']).optional(),
  allowPlainWithoutTls: yesOrNo.optional(),
}).refine((x) => onlyOne([x.tcp, x.websocket, x.bosh]), 'needs exactly one of tcp, websocket, bosh');

const ways = {
  email: email.optional(),
  webhook: webhook.optional(),
  slack: strict({ url: web }).optional(),
  teams: strict({ url: web }).optional(),
  webex: strict({ token: secretText('a token'), room: text('the id of a room', 500), api: web.optional() }).optional(),
  pagerduty: strict({ routingKey: secretText('a routing key'), api: web.optional() }).optional(),
  ntfy: strict({ url: web, token: secretText('a token').optional() }).optional(),
  xmpp: xmpp.optional(),
};

const channel = strict({
  name: text('a name', 60),
  ...ways,
  tls: tlsShape,
  from: oneOf(severities).optional(),
  administrators: yesOrNo.optional(),
  groupWaitS: whole(0, 3_600, 'seconds').optional(),
  remindMin: whole(1, 10_080, 'minutes').optional(),
  unacknowledgedMin: whole(1, 1_440, 'minutes').optional(),
})
  .refine((c) => onlyOne(channelKinds.map((kind) => c[kind])), `needs exactly one of ${channelKinds.join(', ')}`)
  .refine((c) => c.email === undefined || c.tls?.pin === undefined, {
    error: 'is not possible for e-mail; give the CA instead',
    path: ['tls', 'pin'],
  });
export type ChannelShape = z.infer<typeof channel>;

export const channelsShape = z
  .array(channel, 'must be a list of channels')
  .refine((all) => new Set(all.map((c) => c.name)).size === all.length, 'has two channels of one name');

function onlyOne(values: readonly unknown[]): boolean {
  return values.filter((one) => one !== undefined).length === 1;
}
