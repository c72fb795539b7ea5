/** Who of the agents is present on one side, by XMPP presence where it is granted: asked for with care, and told from a full picture on. */
import { Element } from '@xmpp/xml';
import type { EpochMs } from '#contract';
import type { PresenceEvidence } from '../../domain/presence/evidence';
import { createAlarm, type Time } from '../../time/time';
import type { HeardPresence } from './evidence-of';

export interface PresenceRoll {
  /** A session is online: its contacts' presence follows. */
  begin(): void;
  /** No session is. */
  end(): void;
  heard(presence: HeardPresence, bySubscriber: boolean): void;
  /** Who is to be seen. */
  watch(loginIds: readonly string[]): void;
  /** Our own view was gone for a while: a picture that is being made begins now. */
  blind(): void;
  /** The session outlived it: the picture is told again. */
  retell(): void;
  /** Whether it tells: the whole picture is known. */
  isTold(): boolean;
}

export interface PresenceRollDeps {
  time: Time;
  domain(): string;
  send(stanza: Element): void;
  tell(loginId: string, evidence: Omit<PresenceEvidence, 'side' | 'kind' | 'feed'>): void;
  /** From `since` on nothing is missing. */
  complete(since: EpochMs): void;
  /** Whether presence is granted at all. */
  granted(isGranted: boolean): void;
}

/** So many are asked first: nobody is bothered where nothing is granted. */
const TRIES = 3;
const ANSWER_MS = 5_000;
/** RFC 6121 §4.3.2: a server answers for all contacts at once; this long after the last of it nothing follows. */
const SETTLED_MS = 2_000;
const AT_ONCE = 100;
const PAUSE_MS = 100;
/** The same change comes to each of our sessions. */
const ECHO_MS = 2_000;

type Phase = 'off' | 'asking' | 'settling' | 'told';

export function createPresenceRoll(deps: PresenceRollDeps): PresenceRoll {
  const { time } = deps;
  let phase: Phase = 'off';
  let isOnline = false;
  let isGranted: boolean | null = null;
  let since: EpochMs = 0;
  /** Lower-case user → login id. */
  let people = new Map<string, string>();
  const asked = new Set<string>();
  const seen = new Set<string>();
  const refused = new Set<string>();
  let waiting: string[] = [];
  /** User → JIDs, and when each was heard last. */
  const here = new Map<string, Map<string, EpochMs>>();
  /** Told before the whole picture was. */
  const early = new Set<string>();
  const alarm = createAlarm(time, ring);
  const pacer = createAlarm(time, askSome);

  function ring(): void {
    if (phase === 'asking') decide(false);
    else if (phase === 'settling') settle();
  }

  function decide(granted: boolean): void {
    isGranted = granted;
    deps.granted(granted);
    if (!granted) {
      phase = 'off';
      alarm.set(null);
      return;
    }
    phase = 'settling';
    ask([...people.keys()].filter((user) => !asked.has(user)));
    alarm.set(time.now() + SETTLED_MS);
  }

  function ask(users: readonly string[]): void {
    waiting.push(...users);
    for (const user of users) asked.add(user);
    askSome();
  }

  function askSome(): void {
    for (const user of waiting.splice(0, AT_ONCE)) {
      const loginId = people.get(user);
      if (loginId === undefined) continue;
      // RFC 6121 §3.1.1
      deps.send(new Element('presence', { type: 'subscribe', to: `${user}@${deps.domain()}` }));
    }
    pacer.set(waiting.length === 0 ? null : time.now() + PAUSE_MS);
    if (phase === 'settling') alarm.set(time.now() + SETTLED_MS);
  }

  function start(): void {
    if (!isOnline || phase !== 'off' || people.size === 0 || isGranted === false) return;
    if (isGranted === true) {
      decide(true);
      return;
    }
    phase = 'asking';
    alarm.set(time.now() + ANSWER_MS);
    ask([...people.keys()].slice(0, TRIES));
  }

  function settle(): void {
    if (waiting.length > 0) return;
    phase = 'told';
    deps.complete(since);
    for (const [user, loginId] of people)
      if (seen.has(user) && !(early.has(user) && isGone(user))) tellAll(user, loginId);
    early.clear();
  }

  const isGone = (user: string): boolean => (here.get(user)?.size ?? 0) === 0;

  function tellAll(user: string, loginId: string): void {
    const at = time.now();
    const jids = [...(here.get(user)?.keys() ?? [])];
    if (jids.length === 0) deps.tell(loginId, { at, available: false, jid: `${user}@${deps.domain()}`, pushed: false });
    for (const jid of jids) deps.tell(loginId, { at, available: true, jid, pushed: false });
  }

  function arrived(user: string, jid: string, bySubscriber: boolean): void {
    const at = time.now();
    const jids = here.get(user) ?? new Map<string, EpochMs>();
    const before = jids.get(jid);
    const isEcho = before !== undefined && (!bySubscriber || at - before < ECHO_MS);
    here.set(user, jids.set(jid, isEcho ? before : at));
    const loginId = people.get(user);
    if (phase === 'told' && !isEcho && loginId !== undefined)
      deps.tell(loginId, { at, available: true, jid, pushed: true });
  }

  function left(user: string, jid: string): void {
    const at = time.now();
    const jids = here.get(user);
    const cameAt = jids?.get(jid);
    if (jids === undefined || cameAt === undefined) return;
    jids.delete(jid);
    const loginId = people.get(user);
    if (loginId === undefined || (phase !== 'told' && phase !== 'settling')) return;
    if (phase === 'settling') {
      early.add(user);
      deps.tell(loginId, { at: cameAt, available: true, jid, pushed: false });
    }
    deps.tell(loginId, { at, available: false, jid, pushed: true });
  }

  function isSeen(user: string): void {
    seen.add(user);
    refused.delete(user);
    if (phase === 'asking') decide(true);
    else if (phase === 'settling') alarm.set(time.now() + SETTLED_MS);
  }

  function answered(user: string, granted: boolean): void {
    if (granted) {
      const late = phase === 'told' && !seen.has(user);
      isSeen(user);
      const loginId = people.get(user);
      // their presence, if there is one, follows at once
      if (late && loginId !== undefined) tellAll(user, loginId);
      return;
    }
    seen.delete(user);
    refused.add(user);
    if (phase === 'asking' && [...asked].every((one) => refused.has(one))) decide(false);
  }

  return {
    begin() {
      isOnline = true;
      since = time.now();
      start();
    },
    end() {
      isOnline = false;
      phase = 'off';
      here.clear();
      early.clear();
      waiting = [];
      alarm.set(null);
      pacer.set(null);
      if (isGranted === null) asked.clear();
    },
    heard({ user, jid, says, bare }, bySubscriber) {
      if (says === 'available' && !bare) {
        arrived(user, jid, bySubscriber);
        if (people.has(user)) isSeen(user);
      } else if (says === 'unavailable' && bare) for (const one of [...(here.get(user)?.keys() ?? [])]) left(user, one);
      else if (says === 'unavailable') left(user, jid);
      else if (bySubscriber && says === 'granted') answered(user, true);
      else if (bySubscriber && says === 'refused') answered(user, false);
    },
    watch(loginIds) {
      people = new Map(loginIds.map((loginId) => [loginId.toLowerCase(), loginId]));
      for (const user of [...asked]) if (!people.has(user)) asked.delete(user);
      for (const user of here.keys()) if (people.has(user)) seen.add(user);
      start();
      if (phase === 'asking' && [...seen].some((user) => people.has(user))) decide(true);
      if (phase === 'told') ask([...people.keys()].filter((user) => !asked.has(user)));
    },
    blind() {
      if (phase !== 'told') since = time.now();
    },
    retell() {
      if (phase !== 'told') return;
      since = time.now();
      settle();
    },
    isTold: () => phase === 'told',
  };
}
