/** Who is in the directory: tells what is new in it, and who left. */
import type { AgentProfile, Fact } from '#contract';
import type { Time } from '../../time/time';
import { newAgent, SETTLES_MS, type WatchedAgent } from './agent-state';
import type { DirectoryEntry } from './port';

interface Parts {
  clusterKey: string;
  time: Time;
  publish(fact: Fact): void;
  agents: Map<string, WatchedAgent>;
  onListed(agent: WatchedAgent): void;
  /** Before the fact is told. */
  onUnlisted(agent: WatchedAgent): void;
}

export interface Directory {
  listed(entries: readonly DirectoryEntry[], complete: boolean): void;
  unlisted(loginId: string): void;
}

export function createDirectory({ clusterKey, time, publish, agents, onListed, onUnlisted }: Parts): Directory {
  function list({ loginId, profile }: DirectoryEntry): void {
    const at = time.now();
    const agent = agents.get(loginId) ?? newAgent(loginId, at);
    const before = agent.profile;
    if (before !== null && isSameProfile(before, profile)) return;
    agents.set(loginId, agent);
    agent.profile = profile;
    const { teamId } = profile;
    const leftTeamId = before === null || before.teamId === teamId ? null : before.teamId;
    publish({ type: 'agent-listed', at, clusterKey, loginId, teamId, profile, leftTeamId });
    if (before !== null) return;
    agent.settlesAt = Math.max(agent.settlesAt, at + SETTLES_MS);
    onListed(agent);
  }

  function unlist(agent: WatchedAgent): void {
    const { loginId, profile } = agent;
    if (profile === null) return;
    onUnlisted(agent);
    // as `foldAgent` has it, should the agent come back
    agents.set(loginId, { ...newAgent(loginId, time.now()), published: agent.published });
    publish({ type: 'agent-unlisted', at: time.now(), clusterKey, loginId, teamId: profile.teamId });
  }

  return {
    listed(entries, complete) {
      for (const entry of entries) list(entry);
      if (!complete) return;
      const there = new Set(entries.map((e) => e.loginId));
      for (const agent of [...agents.values()]) if (!there.has(agent.loginId)) unlist(agent);
    },
    unlisted(loginId) {
      const agent = agents.get(loginId);
      if (agent !== undefined) unlist(agent);
    },
  };
}

const isSameProfile = (a: AgentProfile, b: AgentProfile): boolean =>
  a.firstName === b.firstName &&
  a.lastName === b.lastName &&
  a.teamId === b.teamId &&
  a.teamName === b.teamName &&
  a.site === b.site &&
  a.extension === b.extension &&
  a.userType === b.userType;
