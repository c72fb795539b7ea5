/** What somebody has said so far while setting a cluster up, and what is tested and saved of it. Pure. */
import { z } from 'zod';
import { type ConnectionTestInput, certificatePin, type ItemBody, type TestFound, testFound } from '#contract';
import { keyOf } from '../../settings/form/keys';

export const kinds = ['finesse', 'uccx', 'xmpp', 'webex'] as const;
export type Kind = (typeof kinds)[number];
export const sides = ['A', 'B'] as const;
export type Side = (typeof sides)[number];

const sideDraft = z.object({
  host: z.string(),
  /** Of REST, as typed. */
  port: z.string(),
  username: z.string(),
  password: z.string(),
  /** The one certificate that is trusted; null: the authorities of the machine decide. */
  pin: certificatePin.nullable(),
  standby: z.boolean(),
  /** What was found by the last test that went well, and for which answers. */
  passed: z.object({ of: z.string(), found: testFound }).nullable(),
});
export type SideDraft = z.infer<typeof sideDraft>;

const xmppDraft = z.object({
  domain: z.string(),
  username: z.string(),
  password: z.string(),
  websocket: z.string(),
  bosh: z.string(),
  tcpHost: z.string(),
  tcpPort: z.string(),
  security: z.enum(['starttls', 'tls', 'none']),
  pin: certificatePin.nullable(),
  passed: z.object({ of: z.string(), found: testFound }).nullable(),
});
export type XmppDraft = z.infer<typeof xmppDraft>;

export const draft = z.object({
  kind: z.enum(kinds).nullable(),
  name: z.string(),
  A: sideDraft,
  B: sideDraft,
  /** Whether there is another side, and it is told now. */
  withB: z.boolean(),
  xmpp: xmppDraft,
  load: z.enum(['', '0', '1']),
  /** By team id. */
  sites: z.record(z.string(), z.string()),
  /** The key under which it is saved; null: not yet. */
  saved: z.string().nullable(),
  channel: z.string().nullable(),
});
export type Draft = z.infer<typeof draft>;

const noSide: SideDraft = {
  ...{ host: '', port: '8445', username: '', password: '', pin: null, standby: false, passed: null },
};
export const firstDraft: Draft = {
  ...{ kind: null, name: '', A: noSide, B: noSide, withB: false, load: '', sites: {}, saved: null, channel: null },
  xmpp: {
    ...{ domain: '', username: '', password: '', websocket: '', bosh: '', tcpHost: '', tcpPort: '5222' },
    ...{ security: 'starttls', pin: null, passed: null },
  },
};

/** What the browser keeps for a reload: everything but passwords. */
export function kept(given: Draft): Draft {
  const without = <T extends { password: string }>(one: T): T => ({ ...one, password: '' });
  return { ...given, A: without(given.A), B: without(given.B), xmpp: without(given.xmpp) };
}

/** A host as people paste it: of an address the name, and its port when it has one. */
export function placeIn(text: string): { host: string; port: string | null } {
  const given = text.trim();
  const address = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
  if (!/[:/]/.test(given) || !URL.canParse(address)) return { host: given, port: null };
  const { hostname, port } = new URL(address);
  return { host: hostname, port: port === '' ? null : port };
}

export interface Fault {
  field: string;
  words: string;
}

export function faultsOfSide(given: Draft, side: Side): Fault[] {
  const { host, port, username, password } = given[side];
  const other = given[side === 'A' ? 'B' : 'A'];
  const faults: Fault[] = [];
  if (side === 'A' && given.name.trim() === '') faults.push({ field: 'name', words: 'Give it a name.' });
  if (host.trim() === '') faults.push({ field: 'host', words: 'Write the full name of the server.' });
  else if (/^[\d.]+$|:.*:/.test(host.trim()))
    faults.push({ field: 'host', words: 'The certificate is for a name: write the full name, not an address.' });
  else if (!/^[\p{L}\p{N}._-]+$/u.test(host.trim()))
    faults.push({ field: 'host', words: 'That is no name of a server.' });
  if (!isPort(port)) faults.push({ field: 'port', words: 'A port is a number from 1 to 65535.' });
  if (username.trim() === '') faults.push({ field: 'username', words: 'Write the user name.' });
  else if (/[@/\s]/.test(username.trim())) faults.push({ field: 'username', words: 'Only the part before @.' });
  else if (side === 'B' && same(username, other.username) && !same(host, other.host))
    faults.push({ field: 'username', words: 'One account is never used on both sides: make a second one.' });
  if (password === '' && given.saved === null) faults.push({ field: 'password', words: 'Write the password.' });
  return faults;
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
export const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** What one side's answers come to, without the password: whether a test is about them. */
export function answersOf({ host, port, username, pin }: SideDraft): string {
  return [host.trim().toLowerCase(), port, username.trim(), pin ?? ''].join(' ');
}

/** null: it was not tested, or something was changed since. */
export function foundOf(given: SideDraft): TestFound | null {
  return given.passed?.of === answersOf(given) ? given.passed.found : null;
}

const passwordOf = (password: string) =>
  password === '' ? ({ secret: 'kept' } as const) : ({ secret: 'new', text: password } as const);

export function testOfSide(given: Draft, side: Side): ConnectionTestInput {
  const { host, port, username, password, pin } = given[side];
  const other = given[side === 'A' ? 'B' : 'A'];
  const told = other.host !== '' && other.username !== '' && (side === 'B' || given.withB);
  return {
    ...{ kind: 'finesse', host: host.trim(), restPort: Number(port) },
    account: { username: username.trim(), password: passwordOf(password) },
    trust: pin === null ? { kind: 'usual' } : { kind: 'pin', pin },
    otherSide: told ? { host: other.host.trim(), username: other.username.trim() } : null,
    stored: given.saved === null ? null : { cluster: given.saved, node: side.toLowerCase() },
  };
}

/** The key under which it is saved, that nobody has yet. */
export function keyFor(given: Draft, taken: readonly string[]): string {
  if (given.saved !== null) return given.saved;
  const base = keyOf(given.name) || 'cluster';
  if (!taken.includes(base)) return base;
  let n = 2;
  while (taken.includes(`${base}-${n}`)) n += 1;
  return `${base}-${n}`;
}

/** In the shape of holdfast.yaml. */
export function bodyOf(given: Draft, key: string): ItemBody {
  return given.kind === 'xmpp' ? xmppBody(given, key) : finesseBody(given, key);
}

function finesseBody(given: Draft, key: string): ItemBody {
  const sites = sitesOf(given);
  return {
    ...{ key, name: given.name.trim(), kind: 'finesse' },
    ...(given.kind === 'finesse' && given.load !== '' ? { load: Number(given.load) } : {}),
    servers: { A: serverBody(given.A), ...(given.withB ? { B: serverBody(given.B) } : {}) },
    ...(sites.length === 0 ? {} : { sites }),
  };
}

function serverBody({ host, port, username, password, pin, standby }: SideDraft) {
  return {
    host: host.trim(),
    ...(port === '8445' ? {} : { port: Number(port) }),
    account: { username: username.trim(), password: passwordOf(password) },
    ...(pin === null ? {} : { tls: { pin } }),
    ...(standby ? { standby: 'expected' } : {}),
  };
}

/** The teams of a side's test, with the site that was given to each. */
export function teamsOf(given: Draft): TestFound['teams'] {
  const known = new Map(
    (['B', 'A'] as const).flatMap((side) => (foundOf(given[side])?.teams ?? []).map((t) => [t.id, t])),
  );
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function sitesOf(given: Draft): { site: string; teams: string[] }[] {
  const bySite = new Map<string, string[]>();
  for (const { id, name } of teamsOf(given)) {
    const site = given.sites[id]?.trim() ?? '';
    if (site !== '') bySite.set(site, [...(bySite.get(site) ?? []), name]);
  }
  return [...bySite].map(([site, teams]) => ({ site, teams }));
}

export function transportsOf({ websocket, bosh, tcpHost, tcpPort, security }: XmppDraft) {
  return {
    ...(websocket.trim() === '' ? {} : { websocket: { url: websocket.trim() } }),
    ...(bosh.trim() === '' ? {} : { bosh: { url: bosh.trim() } }),
    ...(tcpHost.trim() === '' ? {} : { tcp: { host: tcpHost.trim(), port: Number(tcpPort), security } }),
  };
}

function xmppBody({ name, xmpp }: Draft, key: string): ItemBody {
  const { domain, username, password, pin } = xmpp;
  const node = {
    ...{ key: keyOf(domain) || 'service', name: domain.trim(), domain: domain.trim() },
    account: { username: username.trim(), password: passwordOf(password) },
    transports: transportsOf(xmpp),
    ...(pin === null ? {} : { tls: { pin } }),
  };
  return { key, name: name.trim(), kind: 'xmpp', nodes: [node] };
}
