/** `npm run bench -- kill [KILLS] [SEED]`: `kill -9` of the worker at random moments while a page listens, and what was left of its promises. */
import { killStory } from '../worker/kill-story';
import { openBench } from '../worker/worker-process';

const kills = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? 1);

const bench = await openBench({ nodes: 17, built: true });
const report = await killStory(bench, kills, seed);
await bench.close();

console.log('51 sessions over three transports, a ping a second each; one page on two topics\n');
console.table(
  report.kills.map((k) => ({
    'events the page was told': k.told,
    'events in the database': k.stored,
    'unknown before the kill, ms': k.blindBeforeMs,
    'until measuring again, ms': k.restartMs,
    'the page': k.cameBack,
  })),
);
const sorted = (pick: (k: (typeof report.kills)[number]) => number) => report.kills.map(pick).sort((a, b) => a - b);
const worst = Math.max(...sorted((k) => k.blindBeforeMs));
const middle = sorted((k) => k.restartMs)[Math.floor(kills / 2)];
console.log(`unknown before the kill: at most ${worst} ms; until measuring again: median ${middle} ms`);
console.log(
  `pages that went on without a new snapshot: ${report.kills.filter((k) => k.cameBack === 'resumed').length} of ${kills}`,
);
console.log(report.problems.length === 0 ? 'every promise was kept' : `BROKEN:\n${report.problems.join('\n')}`);
process.exit(report.problems.length === 0 && report.stopCode === 0 ? 0 : 1);
