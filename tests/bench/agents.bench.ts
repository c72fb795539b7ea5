/** `npm run bench -- agents`: what judging 5,000 agents costs, and how long it ever holds the loop: events, lists, a drop of 1,000, a lost feed. */
import { performance } from 'node:perf_hooks';
import type { Fact, FinesseSide } from '#contract';
import type { Evidence } from '../../server/domain/presence/evidence';
import { createAgentWatch } from '../../server/monitor/presence/agent-watch';
import { createVirtualTime } from '../../server/time/virtual-time';

const AGENTS = Number(process.argv[2] ?? 5_000);
const EVENTS_PER_S = 200;
const START = Date.UTC(2026, 10, 3, 9);
const TEAM = 20;

const say = (what: string, value: string) => process.stdout.write(`${what.padEnd(62)}${value.padStart(16)}\n`);
const ms = (value: number) => `${value.toFixed(1)} ms`;

/** The longest that one callback held the loop: of time and of CPU the lesser, since others may use this machine. */
let longestMs = 0;
function timed<T>(run: () => T): T {
  const [began, from] = [performance.now(), process.cpuUsage()];
  const result = run();
  const took = performance.now() - began;
  if (took <= longestMs) return result;
  const { user, system } = process.cpuUsage(from);
  longestMs = Math.max(longestMs, Math.min(took, (user + system) / 1000));
  return result;
}

const virtual = createVirtualTime(START, 1);
const time = {
  ...virtual,
  monoMs: () => performance.now(),
  after: (delayMs: number, run: () => void) => virtual.after(delayMs, () => timed(run)),
};
const facts = new Map<Fact['type'], number>();
const watch = createAgentWatch({
  ...{ clusterKey: 'lab', service: 'finesse', time },
  publish: (fact) => facts.set(fact.type, (facts.get(fact.type) ?? 0) + 1),
  known: { agents: [], openDisconnects: [], groups: [], record: null },
});
const sideOf = (i: number): FinesseSide => (i % 4 === 0 ? 'B' : 'A');
const loginId = (i: number) => `${10_000 + i}`;
const jid = (i: number) => `${loginId(i)}@fin-${sideOf(i).toLowerCase()}/desktop`;
const source = (e: Evidence) => ({
  ...{ feed: e.feed, nodeKey: `fin-${e.side.toLowerCase()}`, side: e.side, release: '12.6', reference: null },
  ...{ serverAt: null, offsetMs: 2, offsetErrorMs: 3 },
});
const tell = (i: number, e: Evidence) => watch.tell(loginId(i), e, source(e));
const everybody = Array.from({ length: AGENTS }, (_, i) => i);

function state(i: number, name: string): void {
  const common = { kind: 'state', feed: 'team-feed', side: sideOf(i), at: time.now() } as const;
  const reason = { pendingState: null, code: -1, label: null, systemCode: null, extension: '1' };
  tell(i, { ...common, state: name, ...reason, serverAt: time.now() - 5, clockOffsetMs: 2 });
}
const presence = (i: number, available: boolean, pushed = true) =>
  tell(i, { kind: 'presence', feed: 'presence', side: sideOf(i), at: time.now(), available, jid: jid(i), pushed });
const listed = (i: number, side: FinesseSide) =>
  tell(i, {
    ...{ kind: 'listed', feed: 'connected-users', side, at: time.now(), ageMs: { least: 0, most: 5_500 } },
    ...{ available: side === sideOf(i), jid: side === sideOf(i) ? jid(i) : null, durationS: null },
  });

const feeds = ['team-feed', 'presence', 'connected-users'] as const;
const sides = ['A', 'B'] as const;
const prove = () => {
  for (const side of sides) for (const feed of feeds) watch.proven(side, feed, time.now() + 25_000);
};

/** CPU of all that happens meanwhile, and the longest that the loop was held. */
function measure(what: string, run: () => void): void {
  longestMs = 0;
  const before = new Map(facts);
  const from = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(from);
  const told = [...facts].map(([type, n]) => [type, n - (before.get(type) ?? 0)] as const).filter(([, n]) => n > 0);
  say(what, ms((user + system) / 1000));
  say('  the loop was held at most', ms(longestMs));
  if (told.length > 0) process.stdout.write(`  ${told.map(([type, n]) => `${n} ${type}`).join(', ')}\n`);
}

watch.learn({
  ...{ service: 'finesse', release: '12.6', sso: false, deployment: { type: 'UCCE', load: 0 } },
  ...{ granted: { presence: true, agentFeeds: true, connectedUsers: true }, listMeaning: 'leaves-with-connection' },
});

say(`${AGENTS} agents`, '');
measure('listed, and a first snapshot of states and presence', () => {
  const team = (i: number) => ({ teamId: `${Math.floor(i / TEAM)}`, teamName: `Team ${Math.floor(i / TEAM)}` });
  const site = (i: number) => ['Lyon', 'Porto', 'Gdansk', 'Home', null][Math.floor(i / 1000) % 5] ?? null;
  const rest = { firstName: 'Ana', lastName: 'Ortiz', extension: '1', userType: null };
  timed(() =>
    watch.listed(
      everybody.map((i) => ({ loginId: loginId(i), profile: { ...rest, ...team(i), site: site(i) } })),
      true,
    ),
  );
  for (const side of sides) for (const feed of feeds) watch.fresh(side, feed, time.now(), time.now() + 25_000);
  timed(() => {
    for (const i of everybody) {
      state(i, 'READY');
      presence(i, true, false);
      for (const side of sides) listed(i, side);
    }
  });
  virtual.advanceSync(1_000);
});

const names = ['READY', 'RESERVED', 'TALKING', 'WORK'];
function busy(seconds: number, eventsPerS: number, lists: boolean): void {
  for (let s = 0; s < seconds; s++) {
    for (let n = 0; n < eventsPerS; n++) {
      const i = Math.floor(time.random() * AGENTS);
      timed(() => state(i, names[Math.floor(time.random() * names.length)] ?? 'READY'));
      virtual.advanceSync(1_000 / eventsPerS);
    }
    if (eventsPerS === 0) virtual.advanceSync(1_000);
    if (s % 10 === 5) prove();
    if (lists && s % 10 === 2) for (const i of everybody) timed(() => listed(i, 'A'));
    if (lists && s % 10 === 7) for (const i of everybody) timed(() => listed(i, 'B'));
  }
}

measure('a calm minute', () => busy(60, 0, false));
measure(`a minute of ${EVENTS_PER_S} events/s`, () => busy(60, EVENTS_PER_S, false));
measure(`a minute of ${EVENTS_PER_S} events/s, and two lists every 10 s`, () => busy(60, EVENTS_PER_S, true));
measure('five more such minutes: windows are full', () => busy(300, EVENTS_PER_S, true));
const dropped = Math.min(AGENTS, 1_000);
measure(`${dropped} lose their connection at once, and 3 s after`, () => {
  for (let i = 0; i < dropped; i++) timed(() => presence(i, false));
  virtual.advanceSync(3_000);
});
prove();
measure('they are back within 20 s', () => {
  for (let i = 0; i < dropped; i++) {
    timed(() => presence(i, true));
    virtual.advanceSync(20_000 / dropped);
  }
  prove();
});
measure('a side tells nothing more, all are judged', () => {
  for (const feed of feeds) watch.stale('A', feed, time.now());
  virtual.advanceSync(500);
});
say('memory', `${Math.round(process.memoryUsage().heapUsed / 1e6)} MB heap`);
watch.stop();
