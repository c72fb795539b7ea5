/** Watches one Finesse cluster, an A/B pair or a single server: what both sides say together, and what follows for what can be promised. */
import type { Event, Fact } from '#contract';
import type { FinesseClusterConfig } from '../../config/schema';
import type { ListMeaning } from '../../domain/presence/capabilities';
import { createAlarm } from '../../time/time';
import { bareTeams, createClusterDirectory, teamViews } from './cluster-directory';
import { installationOf, isSettled, learnedOf, promisedBefore } from './installation';
import { uncoveredOf } from './missing';
import { nextNightly } from './nightly';
import type { PeopleRead } from './people-reader';
import { type FinesseCluster, type FinesseDeps, nothingKnown, type SideKnowledge } from './port';
import { createServerWatch, type ServerWatch } from './server-watch';
import { createTeamRounds, type TeamRounds } from './team-rounds';

/** What is known by then is told, whatever is still awaited. */
const SETTLES_MS = 20_000;

export function startFinesseCluster(config: FinesseClusterConfig, deps: FinesseDeps): FinesseCluster {
  const { time, publish, watch, known } = deps;
  const { key: clusterKey } = config;
  const monitors = new Set(config.servers.map((server) => server.account.username.toLowerCase()));
  const sides = new Map<string, SideKnowledge>(config.servers.map(({ nodeKey }) => [nodeKey, nothingKnown]));
  const reads = new Map<string, PeopleRead>();
  let listMeaning: ListMeaning = 'unproven';
  let settled = false;
  let learned = '';
  let promisedTold = JSON.stringify(promisedBefore(known.cluster));
  let directoryTold = '';
  let servers: ServerWatch[] = [];
  let rounds: TeamRounds | null = null;
  const directory = createClusterDirectory(
    config.sites,
    monitors,
    watch,
    () => {
      for (const server of servers) server.renew();
    },
    time,
  );
  const settling = createAlarm(time, () => {
    settled = true;
    learn();
  });
  const night = createAlarm(time, readAtNight);

  function say(fact: Extract<Fact, { type: 'cluster-described' | 'cluster-learned' | 'directory-read' }>): void {
    publish(fact);
  }

  function announce(): void {
    const { name, load } = config;
    const before = known.cluster;
    const told = { name, kind: 'finesse', demo: deps.demo, load } as const;
    const same =
      before !== null && !before.removed && before.name === name && before.load === load && before.demo === deps.demo;
    if (!same) say({ type: 'cluster-described', at: time.now(), clusterKey, ...told });
    for (const view of known.servers) {
      if (view.removed || sides.has(view.nodeKey)) continue;
      publish({ type: 'server-removed', at: time.now(), clusterKey, nodeKey: view.nodeKey, side: view.side });
    }
  }

  const release = (): string | null => [...sides.values()].find((side) => side.release !== null)?.release ?? null;

  function learnOf(nodeKey: string, more: Partial<SideKnowledge>): void {
    const before = sides.get(nodeKey) ?? nothingKnown;
    const releaseBefore = release();
    sides.set(nodeKey, { ...before, ...more });
    if (release() !== releaseBefore) for (const server of servers) server.renew();
    learn();
  }

  /** Nothing is promised, or denied, before each side was heard. */
  function learn(): void {
    const all = config.servers.map(({ nodeKey, side }) => ({ side, ...(sides.get(nodeKey) ?? nothingKnown) }));
    settled ||= all.every(isSettled);
    if (!settled) return;
    const installation = installationOf(all, config.load, listMeaning, rounds?.any() ?? false);
    const next = JSON.stringify(installation);
    if (next === learned) return;
    learned = next;
    watch.learn(installation);
    const promised = learnedOf(installation, all);
    if (JSON.stringify(promised) === promisedTold) return;
    promisedTold = JSON.stringify(promised);
    say({ type: 'cluster-learned', at: time.now(), clusterKey, ...promised });
  }

  /** The first that can is asked; the other one only when it cannot tell of everybody. */
  async function readFirst(): Promise<void> {
    if (isReading || [...reads.values()].some((read) => read.everybody && read.complete)) return;
    isReading = true;
    for (const server of servers) {
      if (reads.get(server.nodeKey)?.complete === true || !readable.has(server.nodeKey)) continue;
      const read = await server.readPeople();
      if (read.everybody && read.complete) break;
    }
    isReading = false;
  }
  let isReading = false;
  const readable = new Set<string>();

  function peopleRead(nodeKey: string, read: PeopleRead): void {
    reads.set(nodeKey, read);
    const complete = read.complete && (read.everybody || isUnion());
    const people = read.everybody ? read.people : [...reads.values()].flatMap((one) => one.people);
    if (people.length > 0 || complete) directory.replace(people, complete);
    askForBareTeams();
    tellDirectory(complete, complete);
  }

  /** A session that is away for a while is no reason to ask: either a side has said what it grants, or none ever will. */
  function askForBareTeams(): void {
    const reports = servers.map((server) => server.report());
    const isTold = reports.some((report) => report !== null && report.teams.size > 0);
    if (isTold) rounds?.want(bareTeams(directory.teams(), reports));
    else if (servers.every((server) => server.isFeedless())) rounds?.want(directory.teams().map(({ rawId }) => rawId));
  }

  /** What one side could not say is not missing where another knows everybody. */
  function whatWasRead(): PeopleRead[] {
    const all = [...reads.values()];
    const whole = all.filter((read) => read.everybody && read.complete);
    return whole.length > 0 ? whole : all;
  }

  /** Every side has said all that it may, and none knows more. */
  function isUnion(): boolean {
    const all = config.servers.map(({ nodeKey }) => reads.get(nodeKey));
    return all.every((read) => read?.complete === true && !read.everybody);
  }

  /** @param always it was read just now: that is news by itself */
  function tellDirectory(complete: boolean, always: boolean): void {
    const views = teamViews(
      directory.teams(),
      servers.map((server) => server.report()),
      (rawId) => rounds?.tells(rawId) ?? false,
    );
    const isHeard = servers.some((server) => server.report() !== null) || servers.every((s) => s.isFeedless());
    const uncovered = isHeard ? uncoveredOf(views, rounds?.periodMs() ?? 0) : [];
    const missing = [
      ...new Set([
        ...servers.flatMap((server) => server.missing()),
        ...whatWasRead().flatMap((read) => read.missing),
        ...uncovered,
      ]),
    ];
    const told = { teams: views, agents: directory.loginIds().length, missing };
    const next = JSON.stringify(told);
    if (!always && next === directoryTold) return;
    directoryTold = next;
    say({ type: 'directory-read', at: time.now(), clusterKey, ...told, complete });
  }

  function readAtNight(): void {
    for (const server of servers) server.nightly();
    night.set(nextNightly(time.now(), time.random()));
  }

  function onEvent(event: Event): void {
    if (event.type !== 'observer-stalled') return;
    // events are told by the wall clock, deadlines kept by the steady one
    const offset = time.wallOffsetMs();
    watch.blind(event.fromMs - offset, event.toMs - offset);
    for (const server of servers) server.blind();
  }

  announce();
  const stopListening = deps.subscribe(onEvent);
  servers = config.servers.map((server) =>
    createServerWatch({
      ...{ cluster: config, server, deps, directory, release },
      known: known.servers.find((view) => view.nodeKey === server.nodeKey) ?? null,
      learned: (more) => learnOf(server.nodeKey, more),
      readable() {
        readable.add(server.nodeKey);
        void readFirst();
      },
      peopleRead: (read) => peopleRead(server.nodeKey, read),
      coversChanged() {
        askForBareTeams();
        tellDirectory(isComplete(), false);
      },
    }),
  );
  const isComplete = (): boolean => [...reads.values()].some((read) => read.complete);
  rounds = createTeamRounds({
    ...{ time, looks: servers.map((server) => server.lookAtTeam) },
    requestsPerMinute: Math.min(...config.servers.map(({ budget }) => budget.requestsPerMinute)),
    changed() {
      learn();
      tellDirectory(isComplete(), false);
    },
  });
  for (const server of servers) server.start();
  settling.set(time.now() + SETTLES_MS);
  night.set(nextNightly(time.now(), time.random()));

  return {
    async stop() {
      stopListening();
      settling.set(null);
      night.set(null);
      rounds?.stop();
      directory.stop();
      await Promise.all(servers.map((server) => server.stop()));
    },
    retry(nodeKey) {
      const server = servers.find((one) => one.nodeKey === nodeKey);
      return server === undefined ? `There is no Finesse server ${clusterKey}/${nodeKey}.` : server.retry();
    },
    listMeans(meaning) {
      listMeaning = meaning;
      learn();
    },
    sessionListener(key) {
      for (const server of servers) {
        const listener = server.listener(key);
        if (listener !== null) return listener;
      }
      return null;
    },
  };
}
