/** People, their roles, and the one rule of who may see and do what. */
import { z } from 'zod';
import type { CommandBody } from './commands';
import { epochMs, slug, type Topic, topicOf } from './identity';
import { isInScope, type Scope, teamRef } from './scope';

/** From the most to the least. */
export const roles = ['administrator', 'operator', 'supervisor', 'viewer'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

export const permissions = [
  /** Counts, without a name. */
  'see-figures',
  /** Servers, sessions and their history. */
  'see-service',
  /** Agents with their names, of one's own teams. */
  'see-agents',
  /** Incidents, of one's own teams where they are about agents. */
  'see-incidents',
  /** Reports and figures over all teams. */
  'see-everything',
  /** Rules, channels, deliveries, silences. */
  'see-alerting',
  /** Acknowledge, note, assign, close, silence. */
  'answer-incidents',
  /** Pause sessions, change rules, channels, windows and targets. */
  'configure',
  /** People, keys, links, the audit log. */
  'administer',
] as const;
export const permission = z.enum(permissions);
export type Permission = z.infer<typeof permission>;

/** Whoever asks, once it is known who that is. */
export const viewer = z.object({
  /** Of the person, the key or the link. */
  id: z.string().min(1).max(200),
  /** How it stands in the audit log. */
  actor: z.string().min(1).max(200),
  name: z.string(),
  role,
  /** null: every team. */
  teams: z.array(teamRef).nullable(),
  via: z.enum(['sign-in', 'key', 'link']),
  /** Of a key: what of its role it may use. Absent: all of it. */
  scopes: z.array(permission).optional(),
  /** Of a link: the clusters that it shows. Absent: all. */
  clusters: z.array(slug).optional(),
  /** When the key or the link is over. Absent: the sign-in says. */
  until: epochMs.optional(),
});
export type Viewer = z.infer<typeof viewer>;

const viewerMay: readonly Permission[] = ['see-figures'];
const supervisorMay: readonly Permission[] = [...viewerMay, 'see-service', 'see-agents', 'see-incidents'];
const operatorMay: readonly Permission[] = [
  ...supervisorMay,
  ...(['see-everything', 'see-alerting', 'answer-incidents'] as const),
];
const granted: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: viewerMay,
  supervisor: supervisorMay,
  operator: operatorMay,
  administrator: permissions,
};

/** Whoever is asked about: what decides what they may. */
export type Who = Pick<Viewer, 'role' | 'teams' | 'scopes'>;

export function permissionsOf(role: Role): readonly Permission[] {
  return granted[role];
}

/** Rules, channels and deliveries tell of every team, and so do figures over all. */
const overAllTeams: ReadonlySet<Permission> = new Set(['see-everything', 'see-alerting']);

/** Over all teams is only for those who are limited to none; a key may never more than its role. */
export function may(who: Who, permission: Permission): boolean {
  if (overAllTeams.has(permission) && who.teams !== null) return false;
  if (who.scopes !== undefined && !who.scopes.includes(permission)) return false;
  return granted[who.role].includes(permission);
}

const neededBy: Readonly<Record<CommandBody['command'], Permission>> = {
  'pause-target': 'configure',
  'resume-target': 'configure',
  'reconnect-target': 'answer-incidents',
  'retry-accounts': 'configure',
  'view-agent': 'see-agents',
  'export-incident': 'see-incidents',
  'acknowledge-incident': 'answer-incidents',
  'note-incident': 'answer-incidents',
  'assign-incident': 'answer-incidents',
  'resolve-incident': 'answer-incidents',
  'merge-incident': 'answer-incidents',
  'create-silence': 'answer-incidents',
  'end-silence': 'answer-incidents',
  'extend-silence': 'answer-incidents',
  'retry-delivery': 'answer-incidents',
  'test-channel': 'configure',
  'save-rule': 'configure',
  'remove-rule': 'configure',
  'plan-maintenance': 'configure',
  'cancel-maintenance': 'configure',
};

export function permissionOf(command: CommandBody['command']): Permission {
  return neededBy[command];
}

/** What is done for every team at once. */
const forAllTeams: ReadonlySet<CommandBody['command']> = new Set([
  ...(['merge-incident', 'create-silence', 'end-silence', 'extend-silence', 'retry-delivery', 'test-channel'] as const),
  ...(['save-rule', 'remove-rule', 'plan-maintenance', 'cancel-maintenance'] as const),
]);

/** Who is limited to some teams does nothing that concerns the others; of whom an incident is, its page and the API look up. */
export function mayCommand(who: Who, command: CommandBody['command']): boolean {
  return may(who, permissionOf(command)) && (who.teams === null || !forAllTeams.has(command));
}

/** What of the asked scope is theirs. */
export function withinTeams(theirs: Scope, asked: Scope): Scope {
  if (theirs === null) return asked;
  return asked === null ? theirs : asked.filter((t) => isInScope(theirs, t.clusterKey, t.teamId));
}

/** The topics of the live stream, as patterns: everything that they may follow. */
export function topicPatternsOf(who: Who): string[] {
  if (!may(who, 'see-service')) return [];
  const everybody = who.teams === null ? ['agents:*', 'team:*'] : [];
  const teams = (who.teams ?? []).map((t) => topicOf.team(t.clusterKey, t.teamId));
  const admin = may(who, 'see-alerting') ? [topicOf.admin] : [];
  return [topicOf.observer, 'cluster:*', 'target:*', ...everybody, ...teams, ...incidentTopicsOf(who), ...admin];
}

/** What their list of incidents follows: as a whole, or the service's and their teams' share. */
export function incidentTopicsOf(who: Who): Topic[] {
  if (!may(who, 'see-incidents')) return [];
  if (who.teams === null) return [topicOf.incidents];
  return [topicOf.serviceIncidents, ...who.teams.map((t) => topicOf.teamIncidents(t.clusterKey, t.teamId))];
}
