/** Made-up agents of a cluster and their disconnects over the year, alone and in groups. */
import type { Disconnect, EpochMs, Fact } from '#contract';
import { moments } from './life';

export interface Crew {
  clusterKey: string;
  agents: number;
  from: EpochMs;
  to: EpochMs;
  random(): number;
}

const DAY_MS = 86_400_000;
const teams = ['Billing', 'Care', 'Sales', 'Orders', 'Night shift', 'Retention', 'Claims', 'Second line'];
const sites = ['Lyon', 'Porto', 'Leeds'];

/** In order of time. */
export function agentFacts(crew: Crew): Fact[] {
  const { clusterKey, agents, from, random } = crew;
  const people = Array.from({ length: agents }, (_, i) => personOf(i));
  const cluster: Fact = {
    ...{ type: 'cluster-described', at: from, clusterKey, name: clusterNameOf(clusterKey) },
    ...{ kind: 'finesse', demo: true, load: 0 },
  };
  const listed = people.map(
    ({ loginId, ...profile }): Fact => ({
      ...{ type: 'agent-listed', at: from, clusterKey, loginId, teamId: profile.teamId, profile, leftTeamId: null },
    }),
  );
  const lost = people.flatMap((person) =>
    moments(from, crew.to, 45 * DAY_MS, random).flatMap((at, n) => disconnectFacts(crew, person, at, n, null)),
  );
  const groups = moments(from, crew.to, 40 * DAY_MS, random).flatMap((at, n) => {
    const site = sites[n % sites.length];
    return people
      .filter((p) => p.site === site && random() < 0.3)
      .flatMap((person) => disconnectFacts(crew, person, at + Math.round(random() * 4_000), n, `group-${at}`));
  });
  return [cluster, ...listed, ...[...lost, ...groups].sort((a, b) => a.at - b.at)];
}

export const clusterNameOf = (clusterKey: string) => `Seeded ${clusterKey}`;

type Person = ReturnType<typeof personOf>;

function personOf(i: number) {
  const team = i % teams.length;
  return {
    loginId: String(1_000 + i),
    ...{ firstName: `Agent ${i + 1}`, lastName: 'Seeded', teamId: String(team + 1), teamName: teams[team] ?? 'Team' },
    ...{ site: sites[i % sites.length] ?? null, extension: String(5_000 + i), userType: 'DESKTOP' },
  };
}

const GRACE_MS = 60_000;

/** The record as it was when all was over: how it came about would be four more of the same. */
function disconnectFacts(crew: Crew, person: Person, at: EpochMs, n: number, groupId: string | null): Fact[] {
  const { clusterKey, random } = crew;
  const { loginId, ...profile } = person;
  const forced = random() < 0.6;
  const actedAt = at + GRACE_MS;
  const returnedAt = forced
    ? actedAt + 5_000 + Math.round(random() * 120_000)
    : at + 3_000 + Math.round(random() * 50_000);
  const readyAgainAt = forced ? returnedAt + 4_000 + Math.round(random() * 240_000) : null;
  const loggedOut = random() < 0.25;
  const closedAt = readyAgainAt ?? returnedAt;
  const disconnect: Disconnect = {
    ...{ id: `seed-${clusterKey}-${loginId}-${at}-${n}`, clusterKey, loginId, ...profile },
    ...{ jid: `${loginId}@${clusterKey}.example/desktop`, side: 'A', connectedHost: null, signs: [] },
    ...{ lost: { from: at - 500, to: at }, sure: 'seen', warnedAt: at + 200 },
    ...{ deadline: { earliest: actedAt - 500, latest: actedAt + 500 }, will: 'not-ready' },
    profile: { graceMs: GRACE_MS, deployment: 'UCCE', load: 0, release: '12.6' },
    before: { state: random() < 0.2 ? 'TALKING' : 'READY', pendingState: null, onCall: random() < 0.2 },
    end: forced
      ? {
          ...{ at: actedAt, side: 'A', serverAt: null },
          ...(loggedOut
            ? { outcome: 'forced-logout', state: 'LOGOUT', code: 255, label: 'Connection failure' }
            : { outcome: 'forced-not-ready', state: 'NOT_READY', code: 255, label: 'Connection failure' }),
        }
      : null,
    ...{ returned: { at: returnedAt, side: 'A' }, readyAgainAt, groupId, unseenFrom: null, closedAt, source: null },
  };
  return [{ type: 'disconnect-changed', at: closedAt, clusterKey, loginId, teamId: profile.teamId, disconnect }];
}
