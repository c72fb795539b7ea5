/** `npm run bench -- detection`: how early and how truly forced outs are told, over every scenario and profile, and how fast that reaches a browser. */
import { scenarioNames } from '../../server/simulator/finesse/scenarios/load';
import type { Held, LossClass } from '../presence-stories/truth';
import { heldAgainst } from '../presence-stories/truth';
import { type WatchOptions, watchScenario } from '../presence-stories/watch';
import { evidenceToBrowser } from './detection-live';
import { closedSocketTo } from './detection-worker';

interface Way {
  name: string;
  profile: 'generous' | 'pessimistic';
  options: WatchOptions;
  presence: boolean;
}

const ways: readonly Way[] = [
  { name: 'generous', profile: 'generous', options: {}, presence: true },
  { name: 'lists only', profile: 'generous', options: { switches: { agentPresence: 'refused' } }, presence: false },
  { name: 'pessimistic', profile: 'pessimistic', options: {}, presence: false },
];

interface Row extends Held {
  way: string;
  scenario: string;
}

async function play(way: Way, scenario: string): Promise<Row> {
  const w = await watchScenario(scenario, way.profile, way.options);
  return { way: way.name, scenario, ...heldAgainst(w.told, w.events, w.startMs, way.presence) };
}

const seconds = (ms: number): string => (Number.isFinite(ms) ? (ms / 1000).toFixed(1) : '–');

function summary(rows: readonly Row[], loss?: LossClass) {
  const leads = rows
    .flatMap((row) => row.leads)
    .filter((lead) => loss === undefined || lead.loss === loss)
    .map(({ leadMs }) => leadMs)
    .sort((a, b) => a - b);
  const mean = leads.reduce((sum, ms) => sum + ms, 0) / leads.length;
  return {
    warned: leads.length,
    'lead mean s': seconds(mean),
    'median s': seconds(leads[Math.floor(leads.length / 2)] ?? Number.NaN),
    'least s': seconds(leads[0] ?? Number.NaN),
  };
}

function counts(rows: readonly Row[]) {
  const sum = (count: (row: Row) => number): number => rows.reduce((total, row) => total + count(row), 0);
  return {
    'forced out': sum((r) => r.forcedOuts),
    told: sum((r) => r.toldAfter),
    'without warning': sum((r) => r.missed.length),
    'false alarms': sum((r) => r.falseAlarms.length),
    invented: sum((r) => r.invented.length),
    'outside interval': sum((r) => r.outside.length),
    'widest s': seconds(Math.max(0, ...rows.map((r) => r.widestMs))),
  };
}

const rows: Row[] = [];
for (const way of ways) for (const scenario of scenarioNames()) rows.push(await play(way, scenario));

const table = (entries: [string, object][]): void => console.table(Object.fromEntries(entries));
console.log('Every scenario, as the product tells it; lead: from the first warning to what Finesse did\n');
for (const { name } of ways) {
  const mine = rows.filter((row) => row.way === name && (row.forcedOuts > 0 || row.falseAlarms.length > 0));
  console.log(name);
  table(mine.map((row) => [row.scenario, { ...counts([row]), ...summary([row]) }]));
}
console.log('In all, and by how the connection ended');
table(
  ways.flatMap(({ name }): [string, object][] => {
    const mine = rows.filter((row) => row.way === name);
    const classes = (['crash', 'close', 'reset', 'failover'] as const).map((loss): [string, object] => [
      `${name}, ${loss}`,
      summary(mine, loss),
    ]);
    return [[name, { ...counts(mine), ...summary(mine) }], ...classes];
  }),
);

const { told, medianMs, p95Ms, mostMs } = await evidenceToBrowser();
console.log(`From the evidence to the browser, ${told} losses through recorder, gateway and socket, ms`);
table([['at risk', { median: medianMs.toFixed(0), p95: p95Ms.toFixed(0), most: mostMs.toFixed(0) }]]);

const { closed, browser, channel } = await closedSocketTo();
const of = (sorted: readonly number[], least: number) => {
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  return { median: at(0.5).toFixed(0), p95: at(0.95).toFixed(0), most: at(1).toFixed(0), 'must be under': least };
};
console.log(`From a closed socket through the real worker, ${closed} sockets (TCP and WebSocket), grouping wait 0, ms`);
table([
  ['to the browser', of(browser, 1_000)],
  ['to a channel', of(channel, 2_000)],
]);
const isInTime = (browser.at(-1) ?? Number.NaN) < 1_000 && (channel.at(-1) ?? Number.NaN) < 2_000;
process.exit(isInTime ? 0 : 1);
