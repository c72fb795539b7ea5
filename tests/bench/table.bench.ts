/** `npm run bench -- table`: how long filtering and sorting 5,000 agents takes, from nothing and after a second of changes. */
import { everyone, queryOf } from '../../components/agents/query';
import { selectAgents } from '../../components/agents/select';
import type { AgentView } from '../../server/contract';
import { boardFixture } from '../support/board-fixture';

const AGENTS = 5_000;
const CHANGED_PER_SECOND = 200;
const ROUNDS = 50;

const { agents, at } = boardFixture({
  agents: AGENTS,
  teams: 40,
  atRisk: 60,
  forcedOut: 40,
  unstable: 30,
  loggedOut: 300,
});

/** The same people with new views of some of them, as a second of events leaves them. */
function changed(list: readonly AgentView[], round: number): AgentView[] {
  return list.map((agent, i) =>
    (i + round) % (AGENTS / CHANGED_PER_SECOND) === 0
      ? { ...agent, healthSince: at + round, health: { kind: 'connected', side: 'A', sure: 'seen', since: at + round } }
      : agent,
  );
}

function print(name: string, ms: number[]): void {
  const sorted = ms.sort((a, b) => a - b);
  const of = (q: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0).toFixed(2).padStart(8);
  process.stdout.write(`${name.padEnd(44)}${of(0)}${of(0.5)}${of(0.95)}${of(1)}\n`);
}

function timed(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

process.stdout.write(
  `${'ms, 5,000 agents'.padEnd(44)}${['least', 'median', 'p95', 'most'].map((h) => h.padStart(8)).join('')}\n`,
);
const cold = timed(() => selectAgents(agents, everyone));
print('first of all (no text known yet)', [cold]);
for (const text of ['', 'sort=name', 'sort=-since', 'q=or+1', 'health=connected&side=A&site=Lyon']) {
  const query = queryOf(new URLSearchParams(text));
  const fresh: number[] = [];
  const next: number[] = [];
  let list: AgentView[] = [...agents];
  let order = selectAgents(list, query);
  for (let round = 1; round <= ROUNDS; round++) {
    fresh.push(timed(() => selectAgents(list, query)));
    list = changed(list, round);
    next.push(timed(() => (order = selectAgents(list, query, order))));
  }
  print(`${text === '' ? 'attention' : text}, in any order before`, fresh);
  print(`${text === '' ? 'attention' : text}, after 200 changes`, next);
}
