/** The shape of `notify` and `maintenance` in holdfast.yaml: who is told of incidents, and when nobody is. */
import { z } from 'zod';
import { severities } from '#contract';
import { isCron } from '../domain/alert/maintenance';
import { isZone } from '../domain/history/calendar';
import { hostName, keyShape, list, oneOf, strict, text, url, whole, yesOrNo } from './shape-parts';

const secretText = (what: string) => text(what, 2_000);
const address = text('an e-mail address', 320).regex(/[^@\s]+@[^@\s]+/, 'is not an e-mail address');
const zone = text('a time zone').refine(isZone, 'is not a time zone such as Europe/Paris');
const moment = text('a time').regex(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/,
  'must be a time with its offset, such as 2026-11-20T22:00+01:00',
);
const clock = text('a time of day').regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'must be a time of day such as 07:30');

const webhook = strict({ url: url(['https', 'http']), secret: secretText('a secret').optional() });
const ntfy = strict({ url: url(['https', 'http']), token: secretText('a token').optional() });
const email = strict({
  host: hostName,
  port: whole(1, 65_535, '').optional(),
  security: oneOf(['starttls', 'tls', 'none']).optional(),
  username: text('the user name').optional(),
  password: secretText('a password').optional(),
  from: address,
  to: list(address, 'e-mail addresses'),
}).refine((e) => (e.username === undefined) === (e.password === undefined), 'needs username and password, or neither');

const channel = strict({
  name: text('a name', 60),
  webhook: webhook.optional(),
  email: email.optional(),
  ntfy: ntfy.optional(),
  from: oneOf(severities).optional(),
  administrators: yesOrNo.optional(),
  groupWaitS: whole(0, 3_600, 'seconds').optional(),
  remindMin: whole(1, 10_080, 'minutes').optional(),
  unacknowledgedMin: whole(1, 1_440, 'minutes').optional(),
}).refine(
  (c) => [c.webhook, c.email, c.ntfy].filter((one) => one !== undefined).length === 1,
  'needs exactly one of webhook, email, ntfy',
);
export type ChannelShape = z.infer<typeof channel>;

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const notifyShape = strict({
  publicUrl: url(['https', 'http']).optional(),
  heartbeat: strict({ url: url(['https', 'http']), everyS: whole(10, 3_600, 'seconds').optional() }).optional(),
  serviceHours: strict({ days: list(oneOf(dayNames), 'days'), from: clock, to: clock, zone }).optional(),
  channels: z
    .array(channel, 'must be a list of channels')
    .refine((all) => new Set(all.map((c) => c.name)).size === all.length, 'has two channels of one name')
    .optional(),
});
export type NotifyShape = z.infer<typeof notifyShape>;

const recurring = strict({ cron: text('a cron pattern'), zone, lastsMin: whole(1, 10_080, 'minutes') }).refine(
  (r) => isCron(r.cron, r.zone),
  'holds a cron pattern that cannot be read; it looks like 0 22 * * sun',
);
const windowShape = strict({
  name: text('a name'),
  cluster: keyShape,
  node: keyShape,
  once: strict({ from: moment, to: moment })
    .refine((o) => Date.parse(o.from) < Date.parse(o.to), 'must end after it begins')
    .optional(),
  recurring: recurring.optional(),
}).refine((w) => (w.once === undefined) !== (w.recurring === undefined), 'needs either once or recurring');
export const maintenanceShape = z.array(windowShape, 'must be a list of windows');
export type MaintenanceShape = z.infer<typeof maintenanceShape>;
