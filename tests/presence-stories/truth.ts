/** What truly happened in the world, and how what was told stands against it: leads, misses, false alarms, intervals, returns. */
import type { FinesseSide } from '../../server/contract';
import type { WorldEvent } from '../../server/simulator/finesse/world/port';
import type { Risk, Told } from './told';

type EventOf<T extends WorldEvent['type']> = Extract<WorldEvent, { type: T }>;
const ofType = <T extends WorldEvent['type']>(events: readonly WorldEvent[], type: T): EventOf<T>[] =>
  events.filter((e): e is EventOf<T> => e.type === type);

/** How the connection ended: the page said goodbye, its socket closed, nothing came any more until a sweep; or none was lost. */
export type LossClass = 'close' | 'reset' | 'crash' | 'failover';

export interface ForcedOut {
  loginId: string;
  at: number;
  outcome: 'forced-logout' | 'forced-not-ready';
  by: FinesseSide | null;
  afterCall: boolean;
  race: boolean;
  /** When the presence went that it followed from; null: before the story. */
  lostAt: number | null;
  loss: LossClass | null;
}

export function forcedOuts(events: readonly WorldEvent[]): ForcedOut[] {
  const closes = ofType(events, 'session-closed');
  return ofType(events, 'outcome').flatMap(({ loginId, at, outcome, by, afterCall, race }) => {
    if (outcome !== 'forced-logout' && outcome !== 'forced-not-ready') return [];
    const closed = closes.findLast(
      (c) => c.at <= at - 1_000 && (by === null || c.side === by) && c.jid.startsWith(`${loginId.toLowerCase()}@`),
    );
    return [
      {
        loginId,
        at,
        outcome,
        by,
        afterCall,
        race,
        lostAt: closed?.at ?? null,
        loss: closed ? lossOf(closed.how) : null,
      },
    ];
  });
}

function lossOf(how: EventOf<'session-closed'>['how']): LossClass {
  switch (how) {
    case 'clean':
      return 'close';
    case 'lost':
    case 'conflict':
    case 'shutdown':
      return 'reset';
    case 'idle-silent':
    case 'idle-terminate':
      return 'crash';
  }
}

export interface Held {
  forcedOuts: number;
  /** Told as forced out, by the side that acted, within a few seconds. */
  toldAfter: number;
  /** Forced out, and never told so. */
  untold: string[];
  /** Forced out, and not at risk before. */
  missed: string[];
  /** At risk, and nobody was counting. */
  falseAlarms: string[];
  /** Told as forced out, and nobody was. */
  invented: string[];
  /** Done at a time outside the interval. */
  outside: string[];
  widestMs: number;
  /** From the first warning of that loss to the action, by how the connection ended. */
  leads: { loss: LossClass; leadMs: number }[];
}

/** Events may be late by what the server's queues add, e.g. 14 s in slow-server. */
const NEWS_MS = 20_000;

/**
 * @param presence whether lost connections are seen, or only found missing on a list
 * @param from what is told before is not looked at, e.g. while we were blind
 */
export function heldAgainst(told: Told, events: readonly WorldEvent[], startMs: number, presence: boolean): Held {
  const name = (at: number, loginId: string) => `${Math.round((at - startMs) / 100) / 10} ${loginId}`;
  const risks = told.risks();
  const truly = forcedOuts(events);
  const held: Held = {
    ...{ forcedOuts: truly.length, toldAfter: 0, untold: [], missed: [], falseAlarms: [], invented: [], outside: [] },
    ...{ widestMs: 0, leads: [] },
  };
  const ends = told.of('agent-health-changed').filter((fact) => fact.health.kind === 'forced-out');
  for (const forced of truly) {
    const end = ends.find((e) => e.loginId === forced.loginId && e.at >= forced.at && e.at < forced.at + NEWS_MS);
    if (end === undefined) held.untold.push(name(forced.at, forced.loginId));
    else held.toldAfter += 1;
    holdWarning(forced, risks, held, name(forced.at, forced.loginId));
  }
  for (const { loginId, at } of ends) {
    if (!truly.some((forced) => forced.loginId === loginId && forced.at <= at)) held.invented.push(name(at, loginId));
  }
  for (const risk of risks) {
    const { earliest, latest } = risk.deadline;
    if (latest !== null) held.widestMs = Math.max(held.widestMs, latest - earliest);
    if (!wasCounting(risk, events, presence)) held.falseAlarms.push(`${name(risk.at, risk.loginId)} ${risk.side}`);
  }
  return held;
}

function holdWarning(forced: ForcedOut, risks: readonly Risk[], held: Held, name: string): void {
  const { loginId, at, lostAt } = forced;
  const since = (lostAt ?? at - 200_000) - 1_000;
  const before = risks.filter((risk) => risk.loginId === loginId && risk.at >= since && risk.at < at);
  const [first] = before;
  const last = before.at(-1);
  if (first === undefined || last === undefined) {
    held.missed.push(name);
    return;
  }
  held.leads.push({ loss: forced.loss ?? 'failover', leadMs: at - first.at });
  const { earliest, latest } = last.deadline;
  if (earliest > at || (latest !== null && latest < at)) held.outside.push(name);
}

/** Whether Finesse truly counted on that side, or had just stopped and the news was on its way. */
function wasCounting({ loginId, side, at, will }: Risk, events: readonly WorldEvent[], presence: boolean): boolean {
  const graces = ofType(events, 'grace-changed').filter((g) => g.loginId === loginId && g.side === side);
  // FINESSE §1.3: on UCCX who talked during a failover is logged out after the call, without any grace
  const isAwaitedLogout =
    will === 'after-call' &&
    ofType(events, 'outcome').some((e) => e.loginId === loginId && e.outcome === 'forced-logout' && e.at > at);
  // Finesse reacts 20 ms after the presence
  if (graces.some((g) => g.change === 'started' && g.at > at && g.at < at + 100)) return true;
  const last = graces.findLast((g) => g.at <= at);
  if (last === undefined) return isAwaitedLogout;
  if (last.change === 'started') return true;
  // where only a list tells, being back is known at its next look; after a call the action comes when it ends
  return (
    isAwaitedLogout || at <= last.at + (presence ? 2_000 : 12_000) || (last.change === 'acted' && will === 'after-call')
  );
}

/** Where everybody who was forced out came back, by the desktop's truth: `loginId → side`. */
export function returns(events: readonly WorldEvent[]): Map<string, FinesseSide | null> {
  const back = new Map<string, FinesseSide | null>();
  for (const forced of forcedOuts(events)) {
    const connected = ofType(events, 'presence-changed').find(
      (p) => p.available && p.at > (forced.lostAt ?? forced.at) && p.jid.startsWith(`${forced.loginId.toLowerCase()}@`),
    );
    back.set(forced.loginId, connected?.side ?? null);
  }
  return back;
}
