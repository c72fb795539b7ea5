/** Pings the clients of watched people through the session that watches, and tells who answered and who did not. */
import type { EpochMs } from '#contract';
import { createAlarm, type Time } from '../../time/time';
import type { Session } from '../../xmpp/port';
import { createPingRounds, type PingPace } from './ping-rounds';
import { pingIq, readPong } from './watch-stanzas';

export interface ClientPings {
  /** By this session from now on. Of clients that it does not know, nothing is remembered. */
  begin(session: Session, jids: readonly string[]): void;
  add(jid: string): void;
  remove(jid: string): void;
  /** Everything that was sent to us before `at` has come. */
  alive(at: EpochMs): void;
  /** There is no session to ask by. */
  rest(): void;
}

/** @param tell of clients that have ever answered: `at` is when the answer came, or when its time was over */
export function createClientPings(
  time: Time,
  pace: PingPace,
  tell: (jid: string, at: EpochMs, answered: boolean) => void,
): ClientPings {
  const rounds = createPingRounds(pace);
  const alarm = createAlarm(time, wake);
  // One id per client: an answer that comes late answers the next ping as well, and unanswered ones do not pile up.
  const ids = new Map<string, string>();
  let session: Session | null = null;

  function wake(): void {
    for (let jid = rounds.takeDue(time.now()); jid !== null; jid = rounds.takeDue(time.now())) send(jid);
    alarm.set(rounds.nextAt());
  }

  function send(jid: string): void {
    const by = session;
    const id = ids.get(jid) ?? time.uuid();
    ids.set(jid, id);
    by?.request(pingIq(jid, id), (reply) => {
      if (reply === null || by !== session) return;
      switch (readPong(reply)) {
        case 'alive':
          if (rounds.answered(jid)) tell(jid, time.now(), true);
          break;
        case 'unreachable':
          if (rounds.unreachable(jid)) tell(jid, time.now(), false);
          break;
        case 'undecided':
          rounds.undecided(jid);
          break;
      }
      alarm.set(rounds.nextAt());
    });
  }

  function remove(jid: string): void {
    rounds.remove(jid);
    ids.delete(jid);
    alarm.set(rounds.nextAt());
  }

  return {
    begin(by, jids) {
      session = by;
      const there = new Set(jids);
      rounds.keep(there);
      for (const jid of ids.keys()) if (!there.has(jid)) ids.delete(jid);
      for (const jid of jids) rounds.add(jid, time.now());
      alarm.set(rounds.nextAt());
    },
    add(jid) {
      rounds.add(jid, time.now());
      alarm.set(rounds.nextAt());
    },
    remove,
    alive(at) {
      for (const missed of rounds.missedBy(at)) tell(missed.jid, missed.at, false);
      alarm.set(rounds.nextAt());
    },
    rest() {
      session = null;
      rounds.rest();
      alarm.set(null);
    },
  };
}
