/** Operations on alerting: rules, channels, silences, maintenance, and commands about everything. */
import {
  alertingSnapshot,
  alertNow,
  alertRule,
  alertsNow,
  channelInfo,
  commandReply,
  commandRequest,
  listOf,
  maintenanceCalendar,
  replayLine,
  replayRequest,
  silence,
  windowPreview,
} from '#contract';
import { alertsQuery, plainListQuery, silencesQuery } from '../../alerting-lists';
import { calendarQuery, previewQuery } from '../../maintenance';
import { type Operation, ok } from '../operation';

const T = Date.UTC(2026, 10, 20, 9);
const DAY_MS = 86_400_000;

/** A rule as it is sent. */
const rule = {
  ...{ key: 'slow', name: 'Slow answers', condition: { of: 'round-trip', quantile: 0.95, overMs: 300, windowMin: 5 } },
  ...{ where: {}, severity: 'ticket' },
  ...{ severityOutsideHours: null, audience: 'everybody', forMs: 60_000, recoverMs: 60_000, schedule: null },
  ...{ labels: {}, enabled: true },
};

export const alerting: readonly Operation[] = [
  {
    ...{ id: 'listAlerts', method: 'get', route: 'v1/alerts', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'Alerts that are pending or firing now',
    query: alertsQuery,
    answers: ok(listOf(alertNow), 'A page of alerts.'),
    examples: [{ name: 'Those that fire', query: { status: 'firing' }, status: 200 }],
  },
  {
    ...{ id: 'getAlertsNow', method: 'get', route: 'v1/alerting/now', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'The same as the page shows it, with what is looked at',
    answers: ok(alertsNow, 'What the engine holds in memory.'),
    examples: [{ name: 'Now', status: 200 }],
  },
  {
    ...{ id: 'listRules', method: 'get', route: 'v1/rules', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'Rules, those that are switched off as well',
    query: plainListQuery,
    answers: ok(listOf(alertRule), 'A page of rules.'),
    examples: [{ name: 'All of them', status: 200 }],
  },
  {
    ...{ id: 'replayRule', method: 'post', route: 'v1/rules/replay', tag: 'Alerting', needs: 'see-everything' },
    summary: 'When a rule would have fired over stored history',
    description: 'Answers line by line: progress, then the result. Closing the connection ends it.',
    body: replayRequest,
    answers: { 200: { what: 'Lines of JSON.', content: { 'application/x-ndjson': replayLine } } },
    examples: [
      { name: 'A day', body: { rule, from: T - DAY_MS, to: T }, status: 200 },
      { name: 'Half a year', body: { rule, from: T - 180 * DAY_MS, to: T }, status: 400 },
    ],
  },
  {
    ...{ id: 'listSilences', method: 'get', route: 'v1/silences', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'Silences',
    query: silencesQuery,
    answers: ok(listOf(silence), 'A page of silences.'),
    examples: [{ name: 'In force now', query: { state: 'active' }, status: 200 }],
  },
  {
    ...{ id: 'listChannels', method: 'get', route: 'v1/channels', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'Channels that are told of incidents',
    description: 'Where to, as far as that is no secret.',
    query: plainListQuery,
    answers: ok(listOf(channelInfo), 'A page of channels.'),
    examples: [{ name: 'All of them', status: 200 }],
  },
  {
    ...{ id: 'getAlerting', method: 'get', route: 'v1/alerting', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'All that the pages of alerting show: setup, silences, deliveries',
    answers: ok(alertingSnapshot, 'Of one moment.'),
    examples: [{ name: 'Everything', status: 200 }],
  },
  {
    ...{ id: 'getMaintenance', method: 'get', route: 'v1/alerting/calendar', tag: 'Alerting', needs: 'see-alerting' },
    summary: 'When maintenance mutes what is told',
    query: calendarQuery,
    answers: ok(maintenanceCalendar, 'Each time that a window is in force.'),
    examples: [
      { name: 'A month', query: { from: String(T), to: String(T + 30 * DAY_MS) }, status: 200 },
      { name: 'A year', query: { from: String(T), to: String(T + 365 * DAY_MS) }, status: 400 },
    ],
  },
  {
    ...{ id: 'previewMaintenance', method: 'get', route: 'v1/alerting/preview', tag: 'Alerting' },
    needs: 'see-alerting',
    summary: 'The next times of a window that is not planned yet',
    query: previewQuery,
    answers: ok(windowPreview, 'Its times, or why there are none.'),
    examples: [
      {
        name: 'Every Sunday night',
        query: { kind: 'recurring', cron: '0 2 * * 0', zone: 'Europe/Berlin', lastsMs: '7200000' },
        status: 200,
      },
    ],
  },
  {
    ...{ id: 'command', method: 'post', route: 'v1/commands', tag: 'Commands', needs: 'see-service' },
    summary: 'A wish for the worker',
    description:
      'Each command has a right of its own. The same `idempotencyKey` twice is one wish: the second answer says `duplicate`. ' +
      'A wish that makes no sense now is refused with 409 and says why.',
    body: commandRequest,
    answers: {
      ...ok(commandReply, 'It was carried out, or had been.'),
      409: { what: 'Refused, and why.', content: { 'application/json': commandReply } },
    },
    examples: [
      {
        name: 'Pause a target',
        body: { command: 'pause-target', targetKey: 'cc/a/websocket', idempotencyKey: 'a-key-of-your-own' },
        status: 200,
      },
      {
        name: 'Silence a server for an hour',
        body: {
          ...{ command: 'create-silence', reason: 'Moving cables', forMs: 3_600_000 },
          ...{ matchers: [{ field: 'node', is: 'equal', value: 'a' }], idempotencyKey: 'another-key' },
        },
        status: 200,
      },
      { name: 'A wish that nobody knows', body: { command: 'make-coffee', idempotencyKey: 'coffee-1' }, status: 400 },
    ],
  },
];
