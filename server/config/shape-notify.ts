/** The shape of `notify` and `maintenance` in holdfast.yaml: who is told of incidents, and when nobody is. */
import { z } from 'zod';
import { isCron } from '../domain/alert/maintenance';
import { isZone } from '../domain/history/calendar';
import { channelsShape } from './shape-channels';
import { keyShape, list, oneOf, strict, text, url, whole } from './shape-parts';

const zone = text('a time zone').refine(isZone, 'is not a time zone such as Europe/Paris');
const moment = text('a time').regex(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/,
  'must be a time with its offset, such as 2026-11-20T22:00+01:00',
);
const clock = text('a time of day').regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'must be a time of day such as 07:30');

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const notifyShape = strict({
  publicUrl: url(['https', 'http']).optional(),
  heartbeat: strict({ url: url(['https', 'http']), everyS: whole(10, 3_600, 'seconds').optional() }).optional(),
  serviceHours: strict({ days: list(oneOf(dayNames), 'days'), from: clock, to: clock, zone }).optional(),
  channels: channelsShape.optional(),
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
