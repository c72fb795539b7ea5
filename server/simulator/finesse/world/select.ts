/** Picks agents by what they are, where they are and what they do. */
import { isOnCall } from '../model';
import type { Selector } from './actions';
import type { Inner } from './inner';

export type Selected = { ok: true; loginIds: string[] } | { ok: false; problem: string };

/** In an order that the seed shuffles; the group is remembered under `as`. */
export function select(inner: Inner, by: Selector): Selected {
  const { population, groups } = inner;
  if (by.team !== undefined && !population.teams.some((t) => t.name === by.team || t.id === by.team)) {
    return { ok: false, problem: `there is no team "${by.team}"` };
  }
  if (by.site !== undefined && !population.sites.some((s) => s.name === by.site)) {
    return { ok: false, problem: `there is no site "${by.site}"` };
  }
  const unknown = [by.group, ...(by.except ?? [])].find((name) => name !== undefined && !groups.has(name));
  if (unknown !== undefined) return { ok: false, problem: `no step before has named a group "${unknown}"` };
  const from = by.group === undefined ? population.agents.map((a) => a.loginId) : (groups.get(by.group) ?? []);
  const without = new Set((by.except ?? []).flatMap((name) => groups.get(name) ?? []));
  const matching = from.filter((loginId) => !without.has(loginId) && matches(inner, loginId, by));
  const wanted = by.count ?? (by.share === undefined ? null : Math.max(1, Math.round(matching.length * by.share)));
  const loginIds = wanted === null ? matching : inner.random.shuffled(matching).slice(0, wanted);
  if (loginIds.length === 0) return { ok: false, problem: 'no agent matches' };
  if (by.as !== undefined) groups.set(by.as, loginIds);
  return { ok: true, loginIds };
}

function matches({ fleet, cti }: Inner, loginId: string, by: Selector): boolean {
  const record = cti.record(loginId);
  if (record === null) return false;
  const { agent, state } = record;
  const desktop = fleet.get(loginId);
  const connected = desktop?.isConnected() ?? false;
  return (
    (by.loginId === undefined || by.loginId === loginId) &&
    (by.team === undefined || by.team === agent.teamName || by.team === agent.teamId) &&
    (by.site === undefined || by.site === agent.site) &&
    (by.side === undefined || (connected && desktop?.side() === by.side)) &&
    (by.transport === undefined || by.transport === agent.transport) &&
    (by.profile === undefined || by.profile === agent.profile) &&
    (by.state === undefined || by.state.includes(state)) &&
    (by.onCall === undefined || by.onCall === isOnCall(state)) &&
    (by.connected === undefined || by.connected === connected) &&
    (by.signedIn === undefined || by.signedIn === (state !== 'LOGOUT'))
  );
}
