/** `npm run bench -- alerts [KILLS] [SEED]`: `kill -9` of the worker around changes of incidents, and who was told; and a restart with 2,000 agents. */
import { replay } from '../alert/replay';
import { watchScenario } from '../presence-stories/watch';
import { alertKillStory } from '../worker/alert-kill-story';

const kills = Number(process.argv[2] ?? 24);
const seed = Number(process.argv[3] ?? 1);
let broken = 0;

for (const ends of ['by hand', 'by itself'] as const) {
  const share = ends === 'by hand' ? Math.ceil(kills * 0.75) : Math.floor(kills / 4);
  const report = await alertKillStory({
    kills: share,
    seed: ends === 'by hand' ? seed : seed + 1,
    nodes: 5,
    built: true,
    ends,
  });
  console.log(
    `\n${share} kills; 15 sessions, two channels (one waits 1 s) whose receiver refuses, asks for patience and`,
  );
  console.log(
    `loses answers; all that is open at the end ends ${ends}${ends === 'by itself' ? ', or by hand where it flaps' : ''}\n`,
  );
  console.table(
    report.kills.map((k) => ({
      'before the kill': k.change,
      'at random': k.moment,
      'open incidents': k.open,
      'decided, not delivered': k.waiting,
      'messages taken so far': k.taken,
    })),
  );
  const between = report.kills.filter((k) => k.waiting > 0).length;
  console.log(`kills between a decision and its delivery: ${between} of ${share}`);
  console.log(
    `${report.incidents} incidents, ${report.keys} messages (${report.bundles} of several incidents), taken ${report.taken} times`,
  );
  console.log(`told of what the database never heard of: ${report.ghosts}`);
  console.log(report.problems.length === 0 ? 'every promise was kept' : `BROKEN:\n${report.problems.join('\n')}`);
  broken += report.problems.length;
}

console.log('\nA restart of the Notification Service with 2,000 agents, in virtual time\n');
const rows: Record<string, object> = {};
for (const profile of ['generous', 'pessimistic'] as const) {
  const w = await watchScenario('notification-restart', profile, { agents: 2_000 });
  const { incidents, told } = replay(w.published, w.startMs, { thenS: 60 });
  const messages = (channel: string, transition: string) =>
    told.filter((line) => line.includes(` ${channel} ${transition} `)).length;
  rows[profile] = {
    agents: w.told.listed().length,
    'changes of health': w.told.of('agent-health-changed').length,
    facts: w.published.length,
    incidents: incidents.length,
    'pager messages': messages('pager', 'opened') + messages('pager', 'resolved'),
    'tickets opened': messages('tickets', 'opened'),
    'tickets resolved': messages('tickets', 'resolved'),
  };
}
console.table(rows);
process.exit(broken === 0 ? 0 : 1);
