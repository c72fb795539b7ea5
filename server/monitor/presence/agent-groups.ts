/** Finds group disconnects among the losses of a cluster, and tells whole groups and each team's share of them. */
import {
  beganAt,
  type Disconnect,
  type EpochMs,
  type Fact,
  type GroupDisconnect,
  type GroupRecord,
  groupKeyOf,
} from '#contract';
import { isLoss, wentAt } from '../../domain/presence/disconnects';
import { fatesOf, groupRecordsOf } from '../../domain/presence/group-records';
import { CLOSE_MS, clustersOf, groupOf, type RosterEntry } from '../../domain/presence/groups';
import type { Time } from '../../time/time';

export interface AgentGroups {
  /** A disconnect began or changed. */
  changed(d: Disconnect): void;
  /** The group that somebody whose connection went then belongs to by now; null: none. */
  around(went: EpochMs): string | null;
  /** When to `evaluate`; null: nothing changed. */
  dueAt(): EpochMs | null;
  evaluate(): void;
}

interface Parts {
  clusterKey: string;
  time: Time;
  publish(fact: Fact): void;
  known: { disconnects: readonly Disconnect[]; groups: readonly GroupRecord[] };
  roster(): RosterEntry[];
  /** This disconnect is part of that group. */
  assign(d: Disconnect, groupId: string): void;
}

interface LiveGroup {
  id: string;
  /** As it was when the group was found. */
  roster: readonly RosterEntry[];
  group: GroupDisconnect;
  members: Map<string, Disconnect>;
}

/** Begun by a former run: its closed members are known as numbers only. */
interface InheritedGroup {
  id: string;
  /** Without the fates of `members`. */
  records: readonly GroupRecord[];
  members: Map<string, Disconnect>;
  joined: Set<string>;
}

const EVERY_MS = 1_000;
/** Whoever goes in the same moment as the rest belongs to it at once; of others the next evaluation decides. */
const BURST_MS = 2_000;
const ASSIGNED_AT_ONCE = 100;
/** Losses told by what Finesse did come a grace later, and a little. */
const RECENT_MS = 600_000;

export function createAgentGroups({ clusterKey, time, publish, known, roster, assign }: Parts): AgentGroups {
  const recent = new Map<string, Disconnect>();
  const live = new Map<string, LiveGroup>();
  const inherited = inheritedGroups(known.disconnects, known.groups);
  const published = new Map<string, string>();
  /** Disconnects that were found to be part of a group, and are not told so yet. */
  const found = new Map<string, string>();
  let dirty = false;
  let evaluatedAt = 0;

  function tell(record: GroupRecord): void {
    const key = groupKeyOf(clusterKey, record.teamId, record.id);
    const text = JSON.stringify(record);
    if (published.get(key) === text) return;
    published.set(key, text);
    publish({ type: 'group-changed', at: time.now(), clusterKey, teamId: record.teamId, group: record });
  }

  function forget(at: EpochMs): void {
    for (const [id, d] of recent) if (wentAt(d) < at - RECENT_MS) recent.delete(id);
    for (const [id, { group, members }] of live) {
      if (group.to >= at - RECENT_MS || [...members.values()].some((m) => m.closedAt === null)) continue;
      live.delete(id);
      for (const key of published.keys()) if (key.endsWith(`/${id}`)) published.delete(key);
    }
  }

  function regroup(): void {
    const losses = [...recent.values()].filter(isLoss);
    const starts = losses.map((d) => ({ loginId: d.loginId, at: wentAt(d), side: d.side, disconnect: d }));
    const now = roster();
    for (const cluster of clustersOf(starts, now)) {
      const before = cluster.flatMap((s) => live.get(s.disconnect.groupId ?? '') ?? [])[0];
      const there = before?.roster ?? now;
      const grouped = groupOf(cluster, there);
      if (grouped === null) continue;
      const { members: _, ...group } = grouped;
      const id = before?.id ?? grouped.id;
      const of = before ?? { id, roster: there, group, members: new Map<string, Disconnect>() };
      of.group = { ...group, id };
      live.set(id, of);
      for (const { disconnect: d } of cluster) {
        of.members.set(d.id, d);
        if (d.groupId !== id) found.set(d.id, id);
      }
    }
  }

  /** Each is told anew: not a thousand in one go. */
  function assignSome(): void {
    for (const [disconnectId, groupId] of [...found].slice(0, ASSIGNED_AT_ONCE)) {
      found.delete(disconnectId);
      const d = recent.get(disconnectId);
      if (d !== undefined && d.groupId !== groupId) assign(d, groupId);
    }
  }

  return {
    changed(d) {
      dirty = true;
      const of = inherited.find((g) => g.id === d.groupId);
      if (of !== undefined) {
        if (!of.members.has(d.id)) of.joined.add(d.id);
        of.members.set(d.id, d);
        return;
      }
      if (wentAt(d) >= time.now() - RECENT_MS) recent.set(d.id, d);
      live.get(d.groupId ?? '')?.members.set(d.id, d);
    },
    around(went) {
      const near = (withinMs: number) => (g: GroupDisconnect) => went >= g.from - withinMs && went <= g.to + withinMs;
      const running = [...live.values()].findLast((l) => near(BURST_MS)(l.group))?.id;
      return running ?? inherited.find((g) => g.records.some(near(CLOSE_MS)))?.id ?? null;
    },
    dueAt() {
      if (found.size > 0) return time.now();
      return dirty ? evaluatedAt + EVERY_MS : null;
    },
    evaluate() {
      const isRest = found.size > 0;
      assignSome();
      if (isRest) return;
      evaluatedAt = time.now();
      forget(evaluatedAt);
      regroup();
      for (const { group, members } of live.values())
        for (const record of groupRecordsOf(clusterKey, group, lastOfEach(members))) tell(record);
      for (const group of inherited) for (const record of updated(group)) tell(record);
      dirty = false;
    },
  };
}

/** Who was lost twice within a group is one member of it. */
function lastOfEach(members: ReadonlyMap<string, Disconnect>): Disconnect[] {
  const byAgent = new Map<string, Disconnect>();
  for (const d of members.values()) {
    const other = byAgent.get(d.loginId);
    if (other === undefined || beganAt(other) <= beganAt(d)) byAgent.set(d.loginId, d);
  }
  return [...byAgent.values()];
}

function inheritedGroups(open: readonly Disconnect[], groups: readonly GroupRecord[]): InheritedGroup[] {
  const ids = new Set(open.flatMap((d) => d.groupId ?? []));
  return [...ids].flatMap((id) => {
    const told = groups.filter((g) => g.id === id);
    const members = new Map(open.filter((d) => d.groupId === id).map((d) => [d.id, d]));
    const records = told.map((r) => withFates(r, ofTeam(members, r), -1));
    return records.length === 0 ? [] : [{ id, records, members, joined: new Set<string>() }];
  });
}

const ofTeam = (members: ReadonlyMap<string, Disconnect>, r: GroupRecord): Disconnect[] =>
  [...members.values()].filter((d) => r.teamId === null || d.teamId === r.teamId);

function withFates(r: GroupRecord, members: readonly Disconnect[], sign: 1 | -1): GroupRecord {
  const { back, forcedOut } = fatesOf(members);
  return { ...r, back: r.back + sign * back, forcedOut: r.forcedOut + sign * forcedOut };
}

/** Whoever joined after the restart counts; the sets that it was compared with are those of before. */
const updated = ({ records, members, joined }: InheritedGroup): GroupRecord[] =>
  records.map((r) => {
    const of = ofTeam(members, r);
    const to = Math.max(r.to, ...of.filter((d) => joined.has(d.id)).map(wentAt));
    return { ...withFates(r, of, 1), size: r.size + of.filter((d) => joined.has(d.id)).length, to };
  });
