/** Wishes, imperative: they come back through the worker's internal HTTP door, with an actor and an idempotency key. */
import { z } from 'zod';
import { loginId } from './agents';
import { plannedWindow } from './alerting';
import { alertRule } from './alerts';
import { slug, targetKey } from './identity';
import { recordingState } from './recording';
import { silence } from './silences';

const targetCommands = [
  z.object({ command: z.literal('pause-target'), targetKey }),
  z.object({ command: z.literal('resume-target'), targetKey }),
  z.object({ command: z.literal('reconnect-target'), targetKey }),
] as const;
export const targetCommand = z.discriminatedUnion('command', targetCommands);
export type TargetCommand = z.infer<typeof targetCommand>;

/** Opening a named agent's history is audited: it becomes the event `agent-viewed`. */
export const viewAgentCommand = z.object({ command: z.literal('view-agent'), clusterKey: slug, loginId });
/** Somebody says that a server's refused accounts are right now: they are tried once more. */
export const retryAccountsCommand = z.object({ command: z.literal('retry-accounts'), clusterKey: slug, nodeKey: slug });
export type RetryAccountsCommand = z.infer<typeof retryAccountsCommand>;

/** Taking away what is known of an incident is audited: it becomes the event `incident-exported`. */
export const exportIncidentCommand = z.object({
  command: z.literal('export-incident'),
  incidentId: z.string().min(1).max(200),
  what: z.enum(['bundle', 'names']),
  names: z.boolean(),
});

const ofIncident = { incidentId: z.string().min(1).max(200) };
const silenceMs = z
  .number()
  .int()
  .min(60_000)
  .max(30 * 86_400_000);
const alertCommands = [
  z.object({ command: z.literal('acknowledge-incident'), ...ofIncident }),
  z.object({ command: z.literal('note-incident'), ...ofIncident, text: z.string().trim().min(1).max(2_000) }),
  z.object({ command: z.literal('assign-incident'), ...ofIncident, to: z.string().trim().min(1).max(200) }),
  /** By hand: it opens again when the trouble goes on or comes back. */
  z.object({ command: z.literal('resolve-incident'), ...ofIncident }),
  z.object({
    command: z.literal('create-silence'),
    ...silence.pick({ matchers: true, reason: true }).shape,
    forMs: silenceMs,
  }),
  z.object({ command: z.literal('end-silence'), silenceId: z.string().min(1).max(200) }),
  /** In force for so long from now, whatever it was before. */
  z.object({ command: z.literal('extend-silence'), silenceId: z.string().min(1).max(200), forMs: silenceMs }),
  /** The incident is a duplicate of the other, which takes its facts and goes on. */
  z.object({ command: z.literal('merge-incident'), ...ofIncident, into: z.string().min(1).max(200) }),
  /** One that was given up is tried again. */
  z.object({ command: z.literal('retry-delivery'), deliveryId: z.string().min(1).max(500) }),
  z.object({ command: z.literal('test-channel'), channel: z.string().min(1).max(60) }),
  /** Made, or put in the place of the one with this key; one of the file is refused. */
  z.object({ command: z.literal('save-rule'), rule: alertRule.omit({ origin: true, threshold: true }) }),
  /** One that comes with Holdfast goes back to what it came as. */
  z.object({ command: z.literal('remove-rule'), ruleKey: slug }),
  z.object({
    command: z.literal('plan-maintenance'),
    ...plannedWindow.pick({ name: true, clusterKey: true, nodeKey: true, when: true }).shape,
  }),
  z.object({ command: z.literal('cancel-maintenance'), windowId: z.string().min(1).max(200) }),
] as const;
export const alertCommand = z.discriminatedUnion('command', alertCommands);
export type AlertCommand = z.infer<typeof alertCommand>;

export const commandBody = z.discriminatedUnion('command', [
  ...targetCommands,
  viewAgentCommand,
  retryAccountsCommand,
  exportIncidentCommand,
  ...alertCommands,
]);
export type CommandBody = z.infer<typeof commandBody>;

/** As somebody sends it: who they are is known, and the same key twice is one wish. */
export const commandRequest = z.intersection(commandBody, z.object({ idempotencyKey: z.string().min(8).max(100) }));

export const command = z.intersection(
  commandBody,
  z.object({ actor: z.string().min(1).max(200), idempotencyKey: z.string().min(8).max(100) }),
);
export type Command = z.infer<typeof command>;

export const commandReply = z.discriminatedUnion('status', [
  z.object({ status: z.literal('accepted'), eventId: z.string() }),
  z.object({ status: z.literal('duplicate') }),
  z.object({ status: z.literal('refused'), message: z.string() }),
]);
export type CommandReply = z.infer<typeof commandReply>;

/** What `GET /healthz` of the worker answers, and what `/api/health` passes on. */
export const workerHealth = z.object({
  status: z.enum(['ok', 'failing']),
  runId: z.string(),
  startedAtMs: z.number(),
  database: z.enum(['ok', 'failing']),
  sessions: z.object({ total: z.number().int(), online: z.number().int() }),
  recorder: z.object({ queued: z.number().int(), lastCommitAtMs: z.number().nullable() }),
  recording: recordingState.optional(),
});
export type WorkerHealth = z.infer<typeof workerHealth>;
