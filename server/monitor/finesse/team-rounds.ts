/** Asks by REST, in turn and within the budget, for the teams that no feed covers. */
import { createAlarm, type Time } from '../../time/time';
import type { TeamLook } from './team-look';

export interface TeamRounds {
  /** Teams without a feed, as Finesse has their ids; again whenever that may have changed. */
  want(rawTeamIds: readonly string[]): void;
  /** Whether that team's states are told by rounds now. */
  tells(rawTeamId: string): boolean;
  any(): boolean;
  /** From one look at a team to the next, ms. */
  periodMs(): number;
  /** Teams for which there is no room within the budget. */
  left(): readonly string[];
  stop(): void;
}

export interface TeamRoundsDeps {
  time: Time;
  /** By server, in the order in which they are asked. */
  looks: readonly TeamLook[];
  /** The smallest of the servers' budgets. */
  requestsPerMinute: number;
  /** A team is told from now on, or no longer. */
  changed(): void;
}

const PERIOD_MS = 60_000;
/** What is older than this is no presence health: rather fewer teams than that. */
const LONGEST_MS = 180_000;
/** Of the budget, for rounds. */
const SHARE = 0.3;
/** For the answer, and for a turn that is missed once. */
const SLACK_MS = 15_000;
const BUSY_MS = 2_000;
const REFUSED_MS = 3_600_000;

export function createTeamRounds({ time, looks, requestsPerMinute, changed }: TeamRoundsDeps): TeamRounds {
  const perMinute = Math.max(1, Math.floor(requestsPerMinute * SHARE));
  const most = Math.floor((perMinute * LONGEST_MS) / PERIOD_MS);
  let wanted: readonly string[] = [];
  let left: readonly string[] = [];
  const dueAt = new Map<string, number>();
  const heldUntil = new Map<string, number>();
  let told = '';
  let asking = false;
  const alarm = createAlarm(time, () => void ask());

  const period = (): number => Math.max(PERIOD_MS, Math.ceil(wanted.length / perMinute) * PERIOD_MS);

  function arm(): void {
    const lapses = [...heldUntil.values()].map((until) => until + 1);
    const due = asking ? [] : [...dueAt.values()];
    const next = Math.min(...due, ...lapses);
    alarm.set(Number.isFinite(next) ? Math.max(next, time.now()) : null);
  }

  function nextDue(at: number): string | null {
    const due = [...dueAt].filter(([, when]) => when <= at).sort(([, a], [, b]) => a - b);
    return due[0]?.[0] ?? null;
  }

  async function ask(): Promise<void> {
    const at = time.now();
    for (const [id, until] of heldUntil) if (until < at) heldUntil.delete(id);
    tellChanges();
    const id = asking ? null : nextDue(at);
    if (id !== null) {
      asking = true;
      const holdsMs = period() + SLACK_MS;
      const result = await lookAt(id, holdsMs);
      asking = false;
      if (dueAt.has(id)) {
        // spread over the period, whatever the time at which they were wanted
        dueAt.set(id, time.now() + afterMs(result));
        if (result === 'told') heldUntil.set(id, time.now() + holdsMs);
      }
      tellChanges();
    }
    arm();
  }

  async function lookAt(id: string, holdsMs: number): ReturnType<TeamLook> {
    let worst: Awaited<ReturnType<TeamLook>> = 'refused';
    for (const look of looks) {
      const result = await look(id, holdsMs);
      if (result === 'told') return result;
      if (result !== 'refused') worst = result;
    }
    return worst;
  }

  function afterMs(result: Awaited<ReturnType<TeamLook>>): number {
    switch (result) {
      case 'told':
        return period();
      case 'busy':
        return BUSY_MS;
      case 'failed':
        return PERIOD_MS;
      case 'refused':
        return REFUSED_MS;
    }
  }

  function tellChanges(): void {
    const now = [...heldUntil.keys()].sort().join(' ');
    if (now === told) return;
    told = now;
    changed();
  }

  return {
    want(rawTeamIds) {
      const next = [...new Set(rawTeamIds)].sort();
      if (next.join(' ') === [...wanted, ...left].sort().join(' ')) return;
      wanted = next.slice(0, most);
      left = next.slice(most);
      for (const id of [...dueAt.keys()]) if (!wanted.includes(id)) dueAt.delete(id);
      for (const id of [...heldUntil.keys()]) if (!wanted.includes(id)) heldUntil.delete(id);
      const fresh = wanted.filter((id) => !dueAt.has(id));
      for (const [i, id] of fresh.entries()) dueAt.set(id, time.now() + Math.floor((i * period()) / wanted.length));
      told = [...heldUntil.keys()].sort().join(' ');
      arm();
    },
    tells: (id) => (heldUntil.get(id) ?? 0) >= time.now(),
    any: () => heldUntil.size > 0,
    periodMs: period,
    left: () => left,
    stop() {
      dueAt.clear();
      heldUntil.clear();
      alarm.set(null);
    },
  };
}
