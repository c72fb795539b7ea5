/** Operations on what is watched, as it is now. */
import { z } from 'zod';
import {
  agentSnapshot,
  agentView,
  boardSnapshot,
  clusterAnswer,
  clusterView,
  listOf,
  sessionNow,
  slug,
  taggedTarget,
  targetSnapshot,
  targetTranscripts,
} from '#contract';
import { overviewPage } from '../../../../components/overview/model';
import { boardQuery } from '../../board-query';
import { agentsQuery, clustersQuery, targetParams, targetsQuery } from '../../resources';
import { type Operation, ok } from '../operation';

const target = { cluster: 'cc', node: 'a', transport: 'websocket' };

export const watched: readonly Operation[] = [
  {
    ...{ id: 'listClusters', method: 'get', route: 'v1/clusters', tag: 'Watched', needs: 'see-service' },
    summary: 'Clusters that are watched',
    description: 'In order of their keys, with the teams that are yours.',
    query: clustersQuery,
    answers: ok(listOf(clusterView), 'A page of clusters.'),
    examples: [
      { name: 'All of them', status: 200 },
      { name: 'One at a time', query: { limit: '1' }, status: 200 },
      { name: 'A cursor that nobody gave', query: { cursor: 'bm9uc2Vuc2U' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getCluster', method: 'get', route: 'v1/clusters/[cluster]', tag: 'Watched', needs: 'see-service' },
    summary: 'One cluster with its servers and targets',
    params: z.object({ cluster: slug }),
    answers: ok(clusterAnswer, 'The cluster.'),
    refusals: [404],
    examples: [
      { name: 'A contact centre', params: { cluster: 'cc' }, status: 200 },
      { name: 'One that is not there', params: { cluster: 'nowhere' }, status: 404 },
    ],
  },
  {
    ...{ id: 'listTargets', method: 'get', route: 'v1/targets', tag: 'Watched', needs: 'see-service' },
    summary: 'Targets that are watched',
    description:
      'A target is one way to one server: `CLUSTER/NODE/TRANSPORT`. In order of their keys, with the tags of their servers.',
    query: targetsQuery,
    answers: ok(listOf(taggedTarget), 'A page of targets.'),
    examples: [
      { name: 'Of one cluster', query: { cluster: 'cc' }, status: 200 },
      { name: 'Those that wait to try again', query: { phase: 'backoff' }, status: 200 },
      { name: 'Of servers with a tag', query: { tag: 'paris' }, status: 200 },
      { name: 'What is no tag', query: { tag: 'Paris Nord' }, status: 400 },
      { name: 'A transport that does not exist', query: { transport: 'pigeon' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getTarget', method: 'get', route: 'v1/targets/[...key]', tag: 'Watched', needs: 'see-service' },
    path: '/api/v1/targets/{cluster}/{node}/{transport}',
    summary: 'One target with what happened lately',
    params: targetParams,
    answers: ok(targetSnapshot, 'The target, its samples, phases and attempts to connect.'),
    refusals: [404],
    examples: [
      { name: 'A WebSocket', params: target, status: 200 },
      { name: 'One that is not there', params: { ...target, node: 'z' }, status: 404 },
    ],
  },
  {
    ...{ id: 'listSessions', method: 'get', route: 'v1/sessions', tag: 'Watched', needs: 'see-service' },
    summary: 'The session of each target, as it is now',
    description: 'Little enough to be asked for often: with `If-None-Match` nothing is sent while nothing changed.',
    query: targetsQuery,
    answers: ok(listOf(sessionNow), 'A page of sessions.'),
    examples: [{ name: 'Those that are online', query: { phase: 'online' }, status: 200 }],
  },
  {
    ...{ id: 'listTranscripts', method: 'get', route: 'v1/transcripts/[...key]', tag: 'Watched', needs: 'see-service' },
    path: '/api/v1/transcripts/{cluster}/{node}/{transport}',
    summary: 'The last handshakes of a target that failed',
    description: 'One per condition, newest first. Secrets were blotted out before they were kept.',
    params: targetParams,
    answers: ok(targetTranscripts, 'Transcripts, line by line.'),
    refusals: [404],
    examples: [{ name: 'Of a WebSocket', params: target, status: 200 }],
  },
  {
    ...{ id: 'listAgents', method: 'get', route: 'v1/agents', tag: 'Watched', needs: 'see-agents' },
    summary: 'Agents of your teams, as they are now',
    description:
      'Current state only, in order of cluster and login. There is no list of anybody’s past, and no ranking.',
    query: agentsQuery,
    answers: ok(listOf(agentView), 'A page of agents.'),
    examples: [
      { name: 'Of one team', query: { cluster: 'cc', team: '7' }, status: 200 },
      { name: 'Who is at risk', query: { health: 'at-risk' }, status: 200 },
      { name: 'A health that does not exist', query: { health: 'fine' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getAgent', method: 'get', route: 'v1/agents/[cluster]/[loginId]', tag: 'Watched', needs: 'see-agents' },
    summary: 'One agent, with the health of the last hours',
    description: 'That you looked at a named agent is kept in the audit.',
    params: z.object({ cluster: slug, loginId: z.string().min(1).max(256) }),
    answers: ok(agentSnapshot, 'The agent.'),
    refusals: [404],
    examples: [
      { name: 'By the login id', params: { cluster: 'cc', loginId: '1001' }, status: 200 },
      { name: 'Nobody', params: { cluster: 'cc', loginId: 'nobody' }, status: 404 },
    ],
  },
  {
    ...{ id: 'getBoard', method: 'get', route: 'v1/board', tag: 'Watched', needs: 'see-agents' },
    summary: 'Everything that the overview shows, of one moment',
    description: 'The state that the live stream goes on from: `lastSeq` is the last event that is contained.',
    query: boardQuery,
    answers: ok(boardSnapshot, 'The board.'),
    examples: [
      { name: 'Of one cluster', query: { cluster: 'cc' }, status: 200 },
      { name: 'Of two teams', query: { teams: 'cc/7,cc/8' }, status: 200 },
      { name: 'A team without its cluster', query: { teams: '7' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getOverview', method: 'get', route: 'v1/overview', tag: 'Watched', needs: 'see-service' },
    summary: 'All targets with their latest samples',
    answers: ok(overviewPage, 'Every target, of one moment.'),
    examples: [{ name: 'Everything', status: 200 }],
  },
];
