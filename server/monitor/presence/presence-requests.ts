/** Asks watched people for their presence (RFC 6121 §3), and keeps the directory's words about who has not granted it. */
import type { EpochMs, Fact } from '#contract';
import type { XmppWatchConfig } from '../../config/schema';
import { type Grant, missingGrants } from '../../domain/presence/watched-grants';
import { createAlarm, type Time } from '../../time/time';
import type { Session } from '../../xmpp/port';
import { type Roster, readRoster, rosterIq, subscribeTo } from './watch-stanzas';

export interface PresenceRequests {
  /** Publishes the directory as it is known. */
  tell(): void;
  /** Reads the contact list by this session, and asks whoever is not on it yet: once in this run, because a refusal is an answer. */
  begin(session: Session, account: string, onRead: () => void): void;
  rest(): void;
  /** RFC 6121 §3.1.6 and §3.2.4. */
  answered(bare: string, granted: boolean): void;
  /** Whether this person's presence has come to us since before that; false as well while the contact list was not read. */
  isGranted(bare: string, before: EpochMs): boolean;
  /** Said no, or took it back. */
  isRefused(bare: string): boolean;
}

/** Between two requests: a burst would look like an attack. */
const ASK_SPACING_MS = 250;
/** Many may answer at once, and the screen is told once. */
const TELL_DELAY_MS = 1_000;

export function createPresenceRequests(
  config: XmppWatchConfig,
  deps: { time: Time; publish(fact: Fact): void },
): PresenceRequests {
  const { time } = deps;
  const grants = new Map<string, Grant>(config.people.map(({ jid }) => [jid, 'unasked']));
  const askedHere = new Set<string>();
  /** Of those who granted it in this run. */
  const grantedAt = new Map<string, EpochMs>();
  const alarm = createAlarm(time, wake);
  let session: Session | null = null;
  let account: string | null = null;
  let roster: Roster | null = null;
  let toAsk: string[] = [];
  let askAt: EpochMs | null = null;
  let tellAt: EpochMs | null = null;
  let told = '';

  function wake(): void {
    const now = time.now();
    if (tellAt !== null && tellAt <= now) tell();
    if (askAt !== null && askAt <= now) ask(now);
    schedule();
  }

  function schedule(): void {
    const dates = [askAt, tellAt].filter((at) => at !== null);
    alarm.set(dates.length === 0 ? null : Math.min(...dates));
  }

  function ask(now: EpochMs): void {
    const bare = toAsk.shift();
    askAt = toAsk.length === 0 ? null : now + ASK_SPACING_MS;
    if (bare === undefined || grants.get(bare) !== 'unasked') return;
    askedHere.add(bare);
    session?.send(subscribeTo(bare));
    set(bare, 'asked');
  }

  function set(bare: string, grant: Grant): void {
    if (!grants.has(bare) || grants.get(bare) === grant) return;
    grants.set(bare, grant);
    tellAt ??= time.now() + TELL_DELAY_MS;
    schedule();
  }

  function onRoster(read: Roster): void {
    roster = read;
    if (read.ok) {
      const items = new Map(read.items.map((item) => [item.bare, item]));
      for (const [bare, before] of grants) {
        const item = items.get(bare);
        const now = item?.granted
          ? 'granted'
          : item?.asked
            ? 'asked'
            : before === 'refused' || askedHere.has(bare)
              ? 'refused'
              : 'unasked';
        grants.set(bare, now);
      }
      toAsk = [...grants].filter(([, grant]) => grant === 'unasked').map(([bare]) => bare);
      if (toAsk.length > 0) askAt = time.now();
    }
    tell();
    schedule();
  }

  function tell(): void {
    tellAt = null;
    const { clusterKey, people } = config;
    const condition = roster === null || roster.ok ? null : roster.condition;
    const teams = new Map(
      people.map(({ teamId: id, teamName: name }) => [id, { id, name, cover: 'watched' as const }]),
    );
    const missing = missingGrants([...grants.values()], account, condition);
    const facts = { teams: [...teams.values()], agents: people.length, missing, complete: true };
    const words = JSON.stringify(facts);
    if (words === told) return;
    told = words;
    deps.publish({ type: 'directory-read', at: time.now(), clusterKey, ...facts });
  }

  return {
    tell,
    begin(by, bareJid, onRead) {
      session = by;
      account = bareJid;
      roster = null;
      by.request(rosterIq(), (reply) => {
        if (reply === null || by !== session) return;
        onRoster(readRoster(reply));
        onRead();
      });
    },
    rest() {
      session = null;
      roster = null;
      toAsk = [];
      askAt = null;
      schedule();
    },
    answered(bare, granted) {
      if (granted) grantedAt.set(bare, time.now());
      set(bare, granted ? 'granted' : 'refused');
    },
    isRefused: (bare) => grants.get(bare) === 'refused',
    isGranted(bare, before) {
      return roster?.ok === true && grants.get(bare) === 'granted' && (grantedAt.get(bare) ?? 0) < before;
    },
  };
}
