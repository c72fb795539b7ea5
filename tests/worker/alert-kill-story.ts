/** The worker is killed at random moments around state changes of incidents; afterwards every promise about who was told is checked. */
import type { CommandBody, Incident, TransportKind } from '#contract';
import { commandReply, transportKinds } from '#contract';
import { bearerOf } from '../../server/control/door';
import { mulberry32 } from '../../server/time/virtual-time';
import { type Receiver, startReceiver, type Taken } from './receiver';
import { type Bench, openBench } from './worker-process';

export interface AlertKill {
  change: 'trouble' | 'resolved by hand';
  /** At random after one or the other. */
  moment: 'after the change' | 'after a request';
  /** In the database when the worker died. */
  open: number;
  waiting: number;
  /** Messages that the receiver had taken by then. */
  taken: number;
}

export interface AlertKillReport {
  kills: AlertKill[];
  incidents: number;
  /** Messages with different keys, and all that were taken. */
  keys: number;
  taken: number;
  bundles: number;
  /** Told of an incident that the database never heard of: it was slower than people are kept waiting, and then came the kill. */
  ghosts: number;
  problems: string[];
}

export interface AlertKillOptions {
  kills: number;
  seed: number;
  nodes: number;
  built?: boolean;
  /** At the end: by hand, or as it happens, which takes two minutes after a start; what flaps ends by hand. */
  ends: 'by hand' | 'by itself';
}

/** How long the loss of a session is looked at; a start of the worker is shorter. */
const FOR_MS = 1_000;
/** Where a change is followed by no request. */
const PATIENCE_MS = 5_000;

export async function alertKillStory({ kills, seed, nodes, built, ends }: AlertKillOptions): Promise<AlertKillReport> {
  const random = mulberry32(seed);
  const receiver = await startReceiver(seed);
  const bench = await openBench({
    ...{ nodes, built: built ?? false, alsoYaml: notifyYaml(receiver) },
  });
  const lived: AlertKill[] = [];
  try {
    let worker = await bench.startWorker();
    await order(bench, { command: 'save-rule', rule: quickRule });
    for (let n = 0; n < kills; n++) {
      const open = (await incidentsOf(bench)).filter((i) => i.status === 'open');
      const change = open.length > (nodes * transportKinds.length) / 2 ? 'resolved by hand' : 'trouble';
      const moment = random() < 0.5 ? 'after the change' : 'after a request';
      const asked = moment === 'after a request' ? Promise.race([receiver.next(), pause(PATIENCE_MS)]) : null;
      if (change === 'trouble') breakOne(bench, transportKinds[n % transportKinds.length] ?? 'tcp');
      else await resolveAll(bench, open);
      await asked;
      await pause(random() * (moment === 'after a request' ? 200 : FOR_MS + 1_200));
      await worker.kill();
      const { deliveries } = await bench.database.alertingSnapshot(Date.now(), 0, 10_000);
      const waiting = deliveries.filter((d) => d.status === 'waiting').length;
      const openNow = (await incidentsOf(bench)).filter((i) => i.status === 'open').length;
      lived.push({ change, moment, open: openNow, waiting, taken: receiver.taken.length });
      if (random() < 0.5) bench.simulator.faults.clear();
      worker = await bench.startWorker();
    }
    bench.simulator.faults.clear();
    receiver.behave();
    await allOver(bench, ends);
    await worker.kill();
    return { kills: lived, ...(await held(bench, receiver)) };
  } finally {
    receiver.stop();
    await bench.close();
  }
}

const notifyYaml = (receiver: Receiver) => `notify:
  publicUrl: https://hold.example
  channels:
    - { name: at-once, from: ticket, groupWaitS: 0, webhook: { url: '${receiver.url('at-once')}' } }
    - { name: bundled, from: ticket, groupWaitS: 1, webhook: { url: '${receiver.url('bundled')}' } }
`;

const everywhere = { clusters: [], nodes: [], targets: [], transports: [], teams: [], sites: [] };
export const quickRule = {
  ...{ key: 'session-down', name: 'Session lost', kind: 'session-down' as const, where: everywhere },
  condition: { of: 'session-down' as const },
  ...{ severity: 'ticket' as const, severityOutsideHours: null, audience: 'everybody' as const },
  ...{ forMs: FOR_MS, recoverMs: 0, schedule: null, labels: {}, enabled: true },
};

/** Sends a command through the worker's door; throws when it is not accepted. */
export async function order(bench: Bench, body: CommandBody): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${bench.port}/control/commands`, {
    method: 'POST',
    headers: { authorization: bearerOf(bench.key()), 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, actor: 'story', idempotencyKey: crypto.randomUUID() }),
  });
  const reply = commandReply.parse(await response.json());
  if (reply.status === 'refused') throw new Error(reply.message);
}

function breakOne({ simulator }: Bench, transport: TransportKind): void {
  simulator.faults.add({ kind: 'refuse', transport });
  simulator.faults.add({ kind: 'close', transport });
}

/** Sent together, and not waited for longer than the worker lives. */
async function resolveAll(bench: Bench, open: readonly Incident[]): Promise<void> {
  for (const { id } of open) void order(bench, { command: 'resolve-incident', incidentId: id }).catch(() => undefined);
  await pause(1);
}

const incidentsOf = async ({ database }: Bench): Promise<Incident[]> =>
  (await database.incidentsSnapshot(Date.now(), 0, 10_000)).incidents;

/** Every incident has ended and whoever was told of it knows. */
async function allOver(bench: Bench, ends: AlertKillOptions['ends']): Promise<void> {
  const until = performance.now() + (ends === 'by hand' ? 60_000 : 240_000);
  for (;;) {
    const incidents = await incidentsOf(bench);
    const open = incidents.filter((i) => i.status === 'open');
    // What flaps is held open for ten minutes more.
    await resolveAll(
      bench,
      open.filter((i) => ends === 'by hand' || i.flapping),
    );
    const { deliveries } = await bench.database.alertingSnapshot(Date.now(), 0, 10_000);
    const isDone = open.length === 0 && incidents.every((i) => i.told.length === 0);
    if (isDone && deliveries.every((d) => d.status !== 'waiting')) return;
    if (performance.now() > until) return;
    await pause(250);
  }
}

async function held(bench: Bench, receiver: Receiver): Promise<Omit<AlertKillReport, 'kills'>> {
  const { taken } = receiver;
  const incidents = await incidentsOf(bench);
  const { deliveries } = await bench.database.alertingSnapshot(Date.now(), 0, 10_000);
  const known = new Set(incidents.map((i) => i.id));
  const first = new Map<string, Taken>();
  const problems: string[] = [];
  for (const t of taken) {
    const before = first.get(t.key);
    if (before === undefined) first.set(t.key, t);
    else if (before.text !== t.text) problems.push(`${t.key} was sent twice, with different words`);
  }
  for (const d of deliveries) {
    if (d.status !== 'delivered') problems.push(`${d.id} is ${d.status}`);
    if (!first.has(d.id)) problems.push(`${d.id} never came`);
  }
  if (incidents.length === 0) problems.push('nothing ever happened');
  for (const i of incidents) problems.push(...brokenTelling(i, [...first.values()]));
  return {
    ...{ incidents: incidents.length, keys: first.size, taken: taken.length, problems },
    bundles: [...first.values()].filter((t) => t.incidentIds.length > 1).length,
    ghosts: [...first.values()].filter((t) => t.incidentIds.some((id) => !known.has(id))).length,
  };
}

/** What the incident's record says of each channel, against what that channel took: beginnings and ends in turn, none missing. */
function brokenTelling(i: Incident, messages: readonly Taken[]): string[] {
  const problems = i.status === 'open' ? [`${i.id} is still open`] : [];
  for (const channel of ['at-once', 'bundled']) {
    const came = messages.filter((t) => t.channel === channel && t.incidentIds.includes(i.id)).map((t) => t.transition);
    const said = i.timeline.filter((t) => t.kind === 'told' && t.text.startsWith(`${channel}:`)).length;
    const fired = i.timeline.filter((t) => t.kind === 'told' && t.text.startsWith(`${channel} (`)).length;
    const due = Array.from({ length: fired }, () => ['opened', 'resolved']).flat();
    if (said !== fired) problems.push(`${i.id}: ${channel} was told of ${fired} beginnings and ${said} ends`);
    if (came.join() !== due.join()) problems.push(`${i.id}: ${channel} took ${came.join()}, due was ${due.join()}`);
  }
  if (!i.timeline.some((t) => t.kind === 'told')) problems.push(`${i.id} was told to nobody`);
  return problems;
}

/** Not to wait for something, but to let the kill fall anywhere. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
