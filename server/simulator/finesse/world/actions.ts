/** Everything that can be done to a world, by a scenario's step or through the control API. */
import { z } from 'zod';
import { agentState, desktopTransports, networkProfile, side } from '../model';

const forS = z.number().positive().max(86_400).optional();

/** Which agents; conditions add up. Without `count` or `share` all that match; picked by the seed. */
export const selector = z.strictObject({
  /** A group that an earlier step named with `as`. */
  group: z.string().optional(),
  loginId: z.string().optional(),
  team: z.string().optional(),
  site: z.string().optional(),
  /** Side of the session. */
  side: side.optional(),
  transport: z.enum(desktopTransports).optional(),
  profile: networkProfile.optional(),
  state: z.array(agentState).optional(),
  onCall: z.boolean().optional(),
  /** Those with a session, or without one; everybody when absent. */
  connected: z.boolean().optional(),
  /** Those who are at work by CTI. */
  signedIn: z.boolean().optional(),
  count: z.number().int().positive().optional(),
  /** 0..1 of those that match, at least one. */
  share: z.number().positive().max(1).optional(),
  /** Left out: agents of these groups. */
  except: z.array(z.string()).optional(),
  /** Names what was picked, for later steps. */
  as: z.string().optional(),
});
export type Selector = z.infer<typeof selector>;

export const action = z.discriminatedUnion('do', [
  /** Gives a group a name and does nothing else. */
  z.strictObject({ do: z.literal('pick'), who: selector }),
  /** A part of a server stops, and comes back after `forS`. */
  z.strictObject({ do: z.literal('stop'), side, part: z.enum(['host', 'tomcat', 'notification', 'cti']), forS }),
  z.strictObject({ do: z.literal('start'), side, part: z.enum(['host', 'tomcat', 'notification', 'cti']) }),
  /** Stops and starts it; a Notification Service needs about 45 s. */
  z.strictObject({ do: z.literal('restart'), side, part: z.enum(['tomcat', 'notification']), takesS: forS }),
  /** Desktops move over to the other side within `drainS`, and the presence that they take along is no loss. */
  z.strictObject({
    do: z.literal('maintenance'),
    side,
    on: z.boolean(),
    drainS: z.number().nonnegative().default(120),
  }),
  /** The path from a site to the servers: `vanish` = packets get lost; `reset` = connections are reset, then nothing. */
  z.strictObject({
    do: z.literal('cut-site'),
    site: z.string(),
    how: z.enum(['vanish', 'reset']).default('vanish'),
    side: side.optional(),
    forS,
  }),
  z.strictObject({ do: z.literal('mend-site'), site: z.string() }),
  /** Something between these desktops and the servers loses everything. */
  z.strictObject({ do: z.literal('unplug'), who: selector, how: z.enum(['vanish', 'reset']).default('vanish'), forS }),
  z.strictObject({ do: z.literal('replug'), who: selector, spreadS: z.number().nonnegative().default(0) }),
  /** The computer sleeps; everything on it stands still. */
  z.strictObject({ do: z.literal('sleep'), who: selector, forS, spreadS: z.number().nonnegative().default(0) }),
  z.strictObject({ do: z.literal('wake'), who: selector, spreadS: z.number().nonnegative().default(0) }),
  /** F5: a clean close, then a new session. */
  z.strictObject({
    do: z.literal('reload'),
    who: selector,
    takesS: forS,
    spreadS: z.number().nonnegative().default(0),
  }),
  /** The tab or the lid is closed: a clean goodbye, which `lossy` (0..1) of them do not get out. */
  z.strictObject({
    do: z.literal('close'),
    who: selector,
    lossy: z.number().min(0).max(1).default(0),
    spreadS: z.number().nonnegative().default(0),
  }),
  /** The browser dies: its sockets are closed by the operating system. */
  z.strictObject({ do: z.literal('kill'), who: selector, spreadS: z.number().nonnegative().default(0) }),
  /** Opens the desktop again after `close` or `kill`. */
  z.strictObject({
    do: z.literal('open'),
    who: selector,
    side: side.optional(),
    spreadS: z.number().nonnegative().default(0),
  }),
  /** Agents move by hand: they sign off cleanly here and load the desktop there. */
  z.strictObject({ do: z.literal('move'), who: selector, to: side, spreadS: z.number().nonnegative().default(0) }),
  /** A session flaps: gone for `downS`, back for `upS`, `times` times. */
  z.strictObject({
    do: z.literal('flap'),
    who: selector,
    downS: z.number().positive(),
    upS: z.number().positive(),
    times: z.number().int().positive(),
  }),
  z.strictObject({ do: z.literal('sign-in'), who: selector, spreadS: z.number().nonnegative().default(0) }),
  z.strictObject({ do: z.literal('sign-out'), who: selector, spreadS: z.number().nonnegative().default(0) }),
  z.strictObject({ do: z.literal('call'), who: selector, talkS: z.number().positive() }),
  z.strictObject({ do: z.literal('set-state'), who: selector, state: z.enum(['READY', 'NOT_READY']) }),
  z.strictObject({ do: z.literal('supervisor-logout'), who: selector }),
  z.strictObject({ do: z.literal('inactivity'), who: selector }),
  /** Phones out of service: 50003, on UCCX 32759. */
  z.strictObject({ do: z.literal('phone-outage'), who: selector, forS }),
  /** The peripheral gateway restarts: everybody's state is reset with 65534. */
  z.strictObject({ do: z.literal('pg-reset'), takesS: z.number().positive().default(30) }),
  z.strictObject({ do: z.literal('sso-expiry'), who: selector }),
  /** Events leave this side late. */
  z.strictObject({ do: z.literal('publish-delay'), side, delayS: z.number().nonnegative(), forS }),
  /** Round trips to this side take longer by this much. */
  z.strictObject({ do: z.literal('rest-delay'), side, delayS: z.number().nonnegative(), forS }),
  z.strictObject({
    do: z.literal('certificate'),
    side,
    expiresInDays: z.number().optional(),
    renew: z.boolean().default(false),
  }),
  /** Only who looks from outside is cut off: the world itself goes on. */
  z.strictObject({ do: z.literal('cut-observer'), forS }),
  z.strictObject({ do: z.literal('mend-observer') }),
  z.strictObject({ do: z.literal('password'), username: z.string(), password: z.string().min(1) }),
  /** Everything is mended, and everybody is at work as at the start; `home`: on the side where they were then, too. */
  z.strictObject({
    do: z.literal('calm'),
    spreadS: z.number().nonnegative().default(5),
    home: z.boolean().default(false),
  }),
]);
export type Action = z.output<typeof action>;
export type ActionInput = z.input<typeof action>;
export type ActionKind = Action['do'];
