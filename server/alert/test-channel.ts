/** Sends a message through one channel to see whether it works; it says of itself that it is a test. */
import type { Incident } from '#contract';
import { threeDecimals } from '../time/three-decimals';
import { type Time, wallNow } from '../time/time';
import type { Message, Notifier } from './notifiers/port';

export interface Tested {
  /** null: it was taken. */
  condition: string | null;
  tookMs: number;
}

/** As long as a real message may take. */
const TEST_TIMEOUT_MS = 15_000;

export interface TestWish {
  notifier: Notifier;
  /** Of the channel. */
  name: string;
  /** Who asks for it. */
  actor: string;
  /** Where people reach Holdfast; null: not known. */
  publicUrl: string | null;
  time: Time;
}

/** Never throws; beside the outbox, so that a channel that waits can be tried. */
export async function testChannel({ notifier, name, actor, publicUrl, time }: TestWish): Promise<Tested> {
  const controller = new AbortController();
  const cancel = time.after(TEST_TIMEOUT_MS, () => controller.abort());
  const startedMs = time.monoMs();
  const told = await notifier
    .send(testMessage({ name, actor, publicUrl, key: `test/${time.uuid()}`, at: wallNow(time) }), controller.signal)
    .catch(() => ({ ok: false as const, condition: 'bug' }));
  cancel();
  return { condition: told.ok ? null : told.condition, tookMs: threeDecimals(time.monoMs() - startedMs) };
}

interface TestMessage {
  name: string;
  actor: string;
  publicUrl: string | null;
  /** De-duplication key. */
  key: string;
  at: number;
}

export function testMessage({ name, actor, publicUrl, key, at }: TestMessage): Message {
  return {
    key,
    transition: 'opened',
    incident: madeUp(key, at),
    subject: '[test] Holdfast can reach you here',
    lines: [
      `This is a test of the channel ${name}, asked for by ${actor}.`,
      'Nothing is wrong, and nothing has to be done.',
      `Sent: ${new Date(at).toISOString()}`,
    ],
    link: publicUrl === null ? null : `${publicUrl}/alerting/channels`,
    acknowledge: null,
    bundled: [],
    test: true,
  };
}

function madeUp(id: string, at: number): Incident {
  return {
    ...{ id, revision: 1, kind: 'observer', subject: 'test', severity: 'in-page', audience: 'everybody' },
    ...{ clusterKey: null, nodeKey: null, side: null, teamId: null, title: 'A test: nothing is wrong' },
    ...{ cause: { outage: null, scope: null, where: null, failure: null }, status: 'open' },
    ...{ firstSignAt: at, openedAt: at, acknowledged: null, assignedTo: null, resolved: null, reopened: 0 },
    ...{ mergedInto: null, labels: {}, flapping: false, mutedBy: null },
    affected: { servers: [], transports: [], teams: [], agents: 0, agentsAtMost: 0 },
    ...{ explanations: [], told: [], timeline: [] },
  };
}
