/** A made-up Finesse pair `cc` whose facts stories tell in a few words. */
import type { Event, Fact, OutageCause } from '#contract';
import { connectedOn, judged, listed, lossOf, lossTold, profileOf, serverNamed } from '../support/presence-facts';

let born = 0;
export function asEvent(fact: Fact): Event {
  born += 1;
  return { ...fact, observerId: 'local', eventId: `e${born}`, v: 1 } as Event;
}

export const outageOf = (at: number, side: 'A' | 'B', cause: OutageCause | null): Fact => ({
  ...{ type: 'outage-changed', at, clusterKey: 'cc', nodeKey: side.toLowerCase(), side },
  outage: cause === null ? null : { cause, since: at, toldAt: at, consequences: [] },
});

/** Both servers, and so many agents of team 7 connected on A. */
export function opening(at: number, agents: number): Event[] {
  const logins = Array.from({ length: agents }, (_, n) => String(1_000 + n));
  return [
    serverNamed(at, 'A'),
    serverNamed(at, 'B'),
    ...logins.map((login) => listed(at, login, '7')),
    ...logins.map((login) => judged(at, login, '7', connectedOn('A', at))),
  ];
}

/** So many lose their connection at once, told as one group of site Lyon. */
export function groupLost(at: number, agents: number): Event[] {
  const logins = Array.from({ length: agents }, (_, n) => String(1_000 + n));
  const group = {
    ...{ clusterKey: 'cc', teamId: null, id: `${at}-A`, from: at, to: at, size: agents },
    ...{ scope: 'site-or-path' as const, where: 'Lyon', evidence: [], back: 0, forcedOut: 0 },
  };
  return [
    ...logins.map((login) => lossTold(at, lossOf(`loss-${login}`, login, '7', at, { groupId: group.id }))),
    asEvent({ type: 'group-changed', at, clusterKey: 'cc', teamId: null, group }),
  ];
}

export function back(at: number, lostAt: number, agents: number): Event[] {
  return Array.from({ length: agents }, (_, n) => {
    const login = String(1_000 + n);
    const returned = { at, side: 'A' as const };
    return lossTold(at, lossOf(`loss-${login}`, login, '7', lostAt, { groupId: `${lostAt}-A`, returned }));
  });
}

export const team7 = profileOf('1000', '7').teamName;
