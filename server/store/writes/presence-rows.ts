/** Rows of agents, servers, clusters, disconnects, groups and counts, as JSON arrays in the order of the columns. Pure. */
import { beganAt, type Disconnect, type EventOf, type GroupRecord, type Recorded, type TeamCount } from '#contract';
import type { ChangedDocument } from '../port';
import type { Keys, Row, Table } from './tables';

export const documentTable: Table = {
  name: 'document',
  columns: [
    ['kind', 'text'],
    ['key', 'text'],
    ['cluster_key', 'text'],
    ['team_id', 'text'],
    ['removed', 'boolean'],
    ['state', 'text'],
  ],
};

export const disconnectTable: Table = {
  name: 'disconnect',
  columns: [
    ['id', 'text'],
    ['cluster_key', 'text'],
    ['login_id', 'text'],
    ['team_id', 'text'],
    ['began_at', 'bigint'],
    ['closed_at', 'bigint'],
    ['outcome', 'text'],
    ['group_id', 'text'],
    ['body', 'text'],
  ],
};

export const groupTable: Table = {
  name: 'group_disconnect',
  columns: [
    ['key', 'text'],
    ['cluster_key', 'text'],
    ['team_id', 'text'],
    ['from_ms', 'bigint'],
    ['to_ms', 'bigint'],
    ['body', 'text'],
  ],
};

export const countTable: Table = {
  name: 'health_count',
  columns: [
    ['seq', 'bigint'],
    ['cluster_key', 'text'],
    ['at', 'bigint'],
    ['observer_id', 'int'],
    ['event_id', 'text'],
    ['v', 'int'],
    ['connected', 'int'],
    ['unstable', 'int'],
    ['at_risk', 'int'],
    ['forced_out', 'int'],
    ['logged_out', 'int'],
    ['unknown', 'int'],
    ['teams', 'text'],
  ],
};

export interface PresenceRows {
  documents: Row[];
  disconnects: Row[];
  groups: Row[];
}

export function presenceRowsOf(documents: readonly ChangedDocument[]): PresenceRows {
  const rows: PresenceRows = { documents: [], disconnects: [], groups: [] };
  for (const d of documents) {
    switch (d.kind) {
      case 'disconnect':
        rows.disconnects.push(disconnectRow(d.view));
        break;
      case 'group':
        rows.groups.push(groupRow(d.key, d.view));
        break;
      case 'agent':
      case 'server':
      case 'cluster':
        rows.documents.push(documentRow(d));
    }
  }
  return rows;
}

function documentRow(d: Extract<ChangedDocument, { kind: 'agent' | 'server' | 'cluster' }>): Row {
  const cluster = d.kind === 'cluster' ? d.view.key : d.view.clusterKey;
  const team = d.kind === 'agent' ? d.view.teamId : null;
  return [d.kind, d.key, cluster, team, d.view.removed, JSON.stringify(d.view)];
}

function disconnectRow(d: Disconnect): Row {
  const { id, clusterKey, loginId, teamId, closedAt, groupId } = d;
  const outcome = d.end?.outcome ?? null;
  return [id, clusterKey, loginId, teamId, beganAt(d), closedAt, outcome, groupId, JSON.stringify(d)];
}

function groupRow(key: string, g: GroupRecord): Row {
  return [key, g.clusterKey, g.teamId, g.from, g.to, JSON.stringify(g)];
}

export function countRow(e: Recorded<EventOf<'teams-counted'>>, observers: Keys): Row {
  const counts = e.teams.map(countsOf);
  const sums = [0, 1, 2, 3, 4, 5].map((i) => counts.reduce((sum, team) => sum + (team[i] ?? 0), 0));
  const teams = JSON.stringify(e.teams.map((team) => [team.teamId, ...countsOf(team)]));
  return [e.seq, e.clusterKey, e.at, observers.idOf(e.observerId), e.eventId, e.v, ...sums, teams];
}

function countsOf(c: TeamCount): number[] {
  return [c.connected, c.unstable, c.atRisk, c.forcedOut, c.loggedOut, c.unknown];
}
