/** The shape of `rules` in holdfast.yaml: rules of its own, and what it changes of those that come with Holdfast. */
import { z } from 'zod';
import { severities, targetKey, transportKinds, weekdays } from '#contract';
import { isZone } from '../domain/history/calendar';
import { keyShape, list, oneOf, strict, text, whole, yesOrNo } from './shape-parts';

const count = (what: string, least = 1) => whole(least, 100_000, what);
const windowMin = whole(1, 60, 'minutes');
const percent = whole(0, 100, 'percent');
const ms = whole(1, 3_600_000, 'milliseconds');
const of = <const T extends string>(value: T) => z.literal(value);

const conditions = [
  strict({ of: of('session-down') }),
  strict({ of: of('missed-pings'), misses: count('pings'), windowMin }),
  strict({
    of: of('round-trip'),
    quantile: z.literal([0.5, 0.95, 0.99], 'must be 0.5, 0.95 or 0.99'),
    overMs: ms,
    windowMin,
  }),
  strict({ of: of('no-data'), windowMin }),
  strict({
    ...{ of: of('agents'), health: oneOf(['at-risk', 'forced-out', 'out', 'unstable']) },
    ...{ per: oneOf(['cluster', 'site', 'team']), atLeast: count('agents', 2), sharePercent: percent.optional() },
  }),
  strict({
    ...{ of: of('group'), atLeast: count('agents', 2), sharePercent: percent.optional() },
    withinS: whole(1, 3_600, 'seconds'),
  }),
  strict({ of: of('not-in-service'), per: oneOf(['server', 'cluster']), leastAgents: count('agents', 0).optional() }),
  strict({ of: of('outage') }),
  strict({ of: of('event-delay'), overMs: ms, leastEvents: count('events').optional() }),
  strict({ of: of('certificate'), withinDays: whole(1, 365, 'days') }),
  strict({ of: of('account') }),
  strict({ of: of('crowded-side'), over: count('agents') }),
  strict({ of: of('queued-tasks'), over: count('tasks') }),
  strict({ of: of('observer'), what: oneOf(['blind', 'unreached', 'not-recording']) }),
] as const;

const known = conditions.map((c) => c.shape.of.value).join(', ');
const condition = z.discriminatedUnion('of', conditions, { error: `must say what it looks for: one of ${known}` });
export type ConditionShape = z.infer<typeof condition>;

const clock = text('a time of day').regex(
  /^([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)$/,
  'must be a time of day such as 07:30',
);
const words = (what: string) => list(text(what, 100), what).optional();

const rule = strict({
  key: keyShape,
  name: text('a name', 80).optional(),
  when: condition.optional(),
  where: strict({
    clusters: words('keys of clusters'),
    nodes: words('keys of nodes'),
    targets: list(
      text('a target').refine((v) => targetKey.safeParse(v).success, 'must look like lab/prosody/tcp'),
      'targets',
    ).optional(),
    transports: list(oneOf(transportKinds), 'transports').optional(),
    teams: words('ids of teams'),
    sites: words('sites'),
  }).optional(),
  severity: oneOf(severities).optional(),
  outsideHours: oneOf(severities).optional(),
  audience: oneOf(['everybody', 'administrators', 'team']).optional(),
  forS: whole(0, 86_400, 'seconds').optional(),
  recoverS: whole(0, 86_400, 'seconds').optional(),
  schedule: strict({
    days: list(oneOf(weekdays), 'days'),
    from: clock,
    to: clock,
    zone: text('a time zone').refine(isZone, 'is not a time zone such as Europe/Paris'),
  }).optional(),
  labels: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, 'must begin with a letter, and hold only a-z, 0-9 and _'),
      text('a value', 100),
      'must be names with values',
    )
    .optional(),
  enabled: yesOrNo.optional(),
});
export const rulesShape = list(rule, 'rules');
export type RuleShape = z.infer<typeof rule>;
