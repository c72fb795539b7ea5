/** What the page of rules reads: the places that a rule can be limited to, and replays. */
import type { AlertRule, EpochMs, ReplayLine } from '#contract';
import type { RulePlaces } from '../../components/alerting/rules/places';
import { transportName } from '../../components/format/names';
import { replayRule } from '../../server/store/alert/replay';
import { loadAlerting } from './alerting';
import { store } from './store';
import { wallTime } from './time';

export async function loadRulePlaces(): Promise<RulePlaces> {
  const { targets, servers, clusters } = await (await store()).replayPlaces();
  const names = new Map(clusters.map((c) => [c.key, c.name]));
  for (const t of targets) names.set(t.clusterKey, t.clusterName);
  const nodes = new Map<string, string>();
  for (const t of targets) nodes.set(t.nodeKey, t.nodeName);
  for (const s of servers) nodes.set(s.nodeKey, s.nodeName);
  return {
    clusters: choicesOf(names),
    nodes: choicesOf(nodes),
    targets: targets.map((t) => ({ value: t.key, label: `${t.nodeName}, ${transportName(t.transport)}` })),
    teams: choicesOf(new Map(clusters.flatMap((c) => c.teams.map((t): [string, string] => [t.id, t.name])))),
  };
}

function choicesOf(names: ReadonlyMap<string, string>): { value: string; label: string }[] {
  return [...names].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));
}

/** Progress is told at most this often. */
const EVERY_MS = 100;

/** Read only as fast as the other side takes it; given up when that goes. */
export async function openReplay(rule: AlertRule, range: { from: EpochMs; to: EpochMs }): Promise<ReadableStream> {
  const [reads, { setup }] = await Promise.all([store(), loadAlerting()]);
  const serviceHours = setup?.serviceHours ?? null;
  const lines = replayRule(reads, { rule, range, now: wallTime(), serviceHours });
  const text = new TextEncoder();
  const encoded = (line: ReplayLine) => text.encode(`${JSON.stringify(line)}\n`);
  return new ReadableStream({
    async pull(controller) {
      try {
        const line = await nextLine(lines);
        if (line === null) controller.close();
        else controller.enqueue(encoded(line));
      } catch (error) {
        console.error(error);
        controller.enqueue(encoded({ line: 'failed', message: 'The database did not answer.' }));
        controller.close();
      }
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

/** The next line that is worth telling; null: that was all. */
async function nextLine(lines: AsyncGenerator<ReplayLine>): Promise<ReplayLine | null> {
  const since = wallTime();
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return null;
    if (next.value.line !== 'progress' || wallTime() - since >= EVERY_MS) return next.value;
  }
}
