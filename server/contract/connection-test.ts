/** A connection tried before it is set up: what is asked, and the steps of the answer as they happen (NDJSON). */
import { z } from 'zod';
import { certificateFacts } from './failure';
import { slug, transportKind } from './identity';
import { keptSecret, newSecret } from './settings';

/** `sha256/<base64 of the SHA-256 of the DER certificate>` */
export const certificatePin = z.string().regex(/^sha256\/[A-Za-z0-9+/]{43}=$/, 'is not a pin: sha256/ and base64');

/** Whom to believe: the authorities of this machine, one of your own, or exactly one certificate. */
export const testTrust = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('usual') }),
  z.strictObject({ kind: z.literal('ca'), pem: z.string().min(1).max(65_536) }),
  z.strictObject({ kind: z.literal('pin'), pin: certificatePin }),
]);
export type TestTrust = z.infer<typeof testTrust>;

const hostName = z
  .string()
  .trim()
  .min(1, 'is missing')
  .max(253, 'is longer than a name can be')
  .regex(/^[\p{L}\p{N}._-]+$/u, 'is not the name of a server')
  .transform((name) => name.toLowerCase());
const userName = z
  .string()
  .trim()
  .min(1, 'is missing')
  .max(200)
  .regex(/^[^@/\s]+$/, 'is the part before @ alone');
const port = z.number().int().min(1).max(65_535);

/** A kept password is the one of `stored`, and goes nowhere but to the host that it was set up for. */
export const testAccount = z.strictObject({ username: userName, password: z.union([keptSecret, newSecret]) });

/** A server of what is set up already, whose password may be used. */
export const storedServer = z.strictObject({ cluster: slug, node: slug });

export const finesseTest = z.strictObject({
  kind: z.literal('finesse'),
  /** Full name: what the certificate is for. */
  host: hostName,
  restPort: port.default(8445),
  account: testAccount,
  trust: testTrust.default({ kind: 'usual' }),
  /** The user name that is used on the other side: one account is never on both (FINESSE §4). */
  otherSide: z.strictObject({ host: hostName, username: userName }).nullable().default(null),
  stored: storedServer.nullable().default(null),
  /** Where the Notification Service is, if somebody moved it. */
  ports: z
    .strictObject({ notification: port.default(7443), tls: port.default(5223) })
    .default({ notification: 7443, tls: 5223 }),
});
export type FinesseTest = z.infer<typeof finesseTest>;

const url = (schemes: readonly string[]) =>
  z
    .string()
    .max(2000)
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), 'is not such a URL');

export const xmppTest = z.strictObject({
  kind: z.literal('xmpp'),
  domain: hostName,
  account: testAccount,
  trust: testTrust.default({ kind: 'usual' }),
  transports: z
    .strictObject({
      websocket: z.strictObject({ url: url(['ws:', 'wss:']) }).optional(),
      bosh: z.strictObject({ url: url(['http:', 'https:']) }).optional(),
      tcp: z.strictObject({ host: hostName, port, security: z.enum(['starttls', 'tls', 'none']) }).optional(),
    })
    .refine((t) => Object.values(t).some((one) => one !== undefined), 'needs at least one of websocket, bosh, tcp'),
  stored: storedServer.nullable().default(null),
  allowPlainWithoutTls: z.boolean().default(false),
});
export type XmppTest = z.infer<typeof xmppTest>;

export const connectionTest = z.discriminatedUnion('kind', [finesseTest, xmppTest]);
export type ConnectionTest = z.infer<typeof connectionTest>;
/** As it is sent: what has a default may be left out. */
export type ConnectionTestInput = z.input<typeof connectionTest>;

/** To the worker: who asks is told apart, so that nobody tests twice at once. */
export const connectionTestOrder = z.strictObject({ by: z.string().min(1).max(200), test: connectionTest });

export const stepStates = ['waiting', 'running', 'ok', 'warned', 'failed', 'skipped'] as const;
export const stepState = z.enum(stepStates);
export type StepState = z.infer<typeof stepState>;

/** Why something is not as it should be, by name. */
export const hintKeys = [
  'host-not-found',
  'webex-contact-center',
  'address-refused',
  'unreachable',
  'refused',
  'no-answer',
  'other-port-open',
  'plain-http',
  'notification-port',
  'not-finesse',
  'not-tls',
  'certificate-untrusted',
  'certificate-changed',
  'certificate-expired',
  'certificate-early',
  'certificate-name',
  'certificate-ends',
  'starting',
  'out-of-service',
  'standby',
  'maintenance',
  'cti-lost',
  'pcce-says-ucce',
  'wrong-password',
  'locked-user',
  'spared-user',
  'sso-only',
  'sso-user',
  'not-an-agent',
  'at-work',
  'no-teams',
  'same-account',
  'kept-elsewhere',
  'allow-list',
  'not-of-release',
  'closed-port',
  'no-way-in',
  'domain-unknown',
  'no-mechanism',
  'plain-refused',
  'conflict',
  'stopped-there',
  'notifier-away',
  'feeds-refused',
  'unreadable',
  'other',
] as const;
export const hintKey = z.enum(hintKeys);
export type HintKey = z.infer<typeof hintKey>;

/** What was seen, and what to do about it, in sentences. */
export const hint = z.object({ key: hintKey, reason: z.string(), advice: z.string() });
export type Hint = z.infer<typeof hint>;

/** What can be tried next with one press. */
export const testOffer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pin'), pin: certificatePin }),
  z.object({ kind: z.literal('port'), port }),
]);
export type TestOffer = z.infer<typeof testOffer>;

export const testStep = z.object({
  id: z.string(),
  /** Steps that belong together. */
  group: z.enum(['server', 'account', 'ways', 'session', 'people', ...transportKind.options]),
  label: z.string(),
  state: stepState,
  tookMs: z.number().nonnegative().nullable(),
  /** What was found, in the order in which it is worth reading. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  hint: hint.nullable(),
  /** What the server showed; `pinned`: the one that was expected. */
  certificate: z.object({ shown: certificateFacts, pinned: certificatePin.nullable() }).nullable(),
  offers: z.array(testOffer),
});
export type TestStep = z.infer<typeof testStep>;

export const foundTeam = z.object({
  id: z.string(),
  name: z.string(),
  /** null: not told to this account. */
  agents: z.number().int().nonnegative().nullable(),
  /** Whether its feed is granted to this account; null: not tried. */
  feed: z.boolean().nullable(),
});
export type FoundTeam = z.infer<typeof foundTeam>;

/** What is known of the server at the end, for what is set up next. */
export const testFound = z.object({
  /** `UCCE`, `UCCX`; null: not told. */
  deployment: z.string().nullable(),
  release: z.string().nullable(),
  xmppDomain: z.string().nullable(),
  /** The other server of the pair, as SystemInfo names it. */
  otherHost: z.string().nullable(),
  teams: z.array(foundTeam),
  /** Open ways to the Notification Service, the one that is taken first; for people. */
  ways: z.array(z.string()),
});
export type TestFound = z.infer<typeof testFound>;

export const testOutcome = z.enum(['ok', 'warned', 'failed']);

export const connectionTestLine = z.discriminatedUnion('line', [
  z.object({ line: z.literal('step'), step: testStep }),
  z.object({ line: z.literal('done'), outcome: testOutcome, found: testFound }),
  /** It could not be carried on: too long, or Holdfast itself. */
  z.object({ line: z.literal('broken'), message: z.string() }),
]);
export type ConnectionTestLine = z.infer<typeof connectionTestLine>;
