/** The shape of the house: who may import whom, and which doors lead to the outside. */
import { describe, expect, test } from 'vitest';
import { codeOf, projectFiles, sources } from './support/source-tree';

const files = sources(['server', 'app', 'components']);

/** Each room of `server/` and the rooms that it may import from, besides itself. */
const mayImport: Record<string, readonly string[]> = {
  contract: [],
  time: ['contract'],
  domain: ['contract'],
  config: ['contract', 'domain', 'transport/port', 'xmpp/port'],
  events: ['contract', 'time'],
  // connects to what is configured, but for where nothing may lead
  net: ['domain'],
  transport: ['contract', 'time', 'domain', 'net'],
  xmpp: ['contract', 'time', 'domain', 'transport'],
  // of a session it needs to know no more than what the monitor sees
  finesse: [
    'contract',
    'time',
    'domain',
    'transport/conditions',
    'transport/dial',
    'transport/port',
    'transport/tls',
    'xmpp/port',
    'config/log',
  ],
  monitor: ['contract', 'time', 'domain', 'events', 'config', 'transport', 'xmpp', 'finesse'],
  store: ['contract', 'time', 'domain', 'config'],
  record: ['contract', 'time', 'domain', 'events', 'store', 'config/log'],
  // one of its channels is an XMPP session
  alert: ['contract', 'time', 'domain', 'net', 'events', 'store', 'config/log', 'transport', 'xmpp'],
  live: ['contract', 'time', 'domain', 'events', 'config/log'],
  control: ['contract', 'time', 'domain', 'events', 'config/log'],
  // its scenarios are YAML files, with the lines of what is wrong in them, found from dist/ as well
  simulator: [
    'contract',
    'time',
    'domain',
    'transport',
    // some of its desktops are real sessions
    'xmpp',
    'config/log',
    'config/yaml-source',
    'config/project-root',
  ],
  start: ['contract', 'time', 'domain', 'config', 'store'],
  // parts of the composition root
  worker: [
    ...['contract', 'time', 'domain', 'config', 'events', 'transport', 'xmpp', 'finesse', 'monitor', 'store', 'alert'],
  ],
  // its command stands beside it
  seed: ['contract', 'time', 'domain', 'events', 'config', 'store', 'record'],
  demo: [
    'contract',
    'time',
    'domain',
    'events',
    'config',
    'store',
    'record',
    'monitor',
    'xmpp/port',
    'simulator',
    'start',
  ],
};

const roomOf = (path: string): string | null => /^server\/([^/]+)\//.exec(path)?.[1] ?? null;
const inRoom = (path: string, room: string): boolean =>
  path.startsWith(`server/${room}/`) || path === `server/${room}.ts`;

describe('layers', () => {
  const rooms = [...new Set(files.map((f) => roomOf(f.path)))].filter(
    (r): r is string => r !== null && r !== 'bootstrap',
  );

  test.each(rooms)('server/%s imports only from the rooms below it', (room) => {
    const allowed = mayImport[room];
    expect(allowed, `server/${room} is not on the layer map in tests/architecture.test.ts`).toBeDefined();
    const strangers = files
      .filter((f) => roomOf(f.path) === room)
      .flatMap((f) => f.imports.filter((i) => i.startsWith('server/')).map((i) => ({ from: f.path, to: i })))
      .filter(
        ({ to }) => !inRoom(to, room) && !(allowed ?? []).some((a) => inRoom(to, a) || to.startsWith(`server/${a}.`)),
      )
      .map(({ from, to }) => `${from} imports ${to}: when you want to import sideways, you want an event`);
    expect(strangers).toEqual([]);
  });

  test('components take only the contract from server/', () => {
    expect(
      importers(
        'components',
        (i) => i.startsWith('server/') && !i.startsWith('server/contract/') && i !== 'server/contract',
      ),
    ).toEqual([]);
  });

  test('the dashboard never reaches into the measuring side', () => {
    const measuring = ['monitor', 'record', 'transport', 'xmpp', 'finesse', 'simulator', 'events'].map(
      (r) => `server/${r}/`,
    );
    expect(importers('app', (i) => measuring.some((m) => i.startsWith(m)))).toEqual([]);
  });

  test('the contract imports zod and itself', () => {
    expect(importers('server/contract', (i) => i !== 'zod' && !i.startsWith('server/contract/'))).toEqual([]);
  });

  test('there are no import cycles', () => {
    expect(findCycle()).toBeNull();
  });
});

describe('doors', () => {
  test('only server/store knows Prisma', () => {
    expect(importersOutside(['server/store/'], (i) => /prisma/i.test(i) && !i.startsWith('server/store/'))).toEqual([]);
  });

  test('only server/config/env.ts reads process.env', () => {
    expect(mentionsOutside(['server/config/env.ts', 'server/bootstrap/'], /process\.env/)).toEqual([]);
  });

  test('only server/time touches timers, clocks and randomness', () => {
    const raw =
      /(?<!socket\.)\b(setTimeout|setInterval|Date\.now|new Date\(\)|performance\.now|Math\.random|randomUUID)\b/;
    const outside = mentionsOutside(['server/time/', 'server/bootstrap/', 'components/', 'app/'], raw);
    expect(outside).toEqual([]);
  });

  test('components/charts is the only importer of chart.js, components/live the only opener of the socket', () => {
    expect(importersOutside(['components/charts/'], (i) => /^(chart\.js|react-chartjs-2|chartjs-)/.test(i))).toEqual(
      [],
    );
    expect(importersOutside(['components/live/'], (i) => i === 'socket.io-client')).toEqual([]);
  });

  test('where nothing may lead is decided in server/net: who else connects, connects to the worker', () => {
    const bare = /(?<![.\w])fetch\((?!`\$\{env\(\)\.workerUrl\})/;
    expect(mentionsOutside(['server/net/', 'server/simulator/', 'components/'], bare)).toEqual([]);
    // tls.ts makes TLS of a socket that is open
    const homes = [
      'server/net/',
      'server/transport/dial.ts',
      'server/transport/tls.ts',
      'server/start/pipe.ts',
      'server/healthcheck.ts',
    ];
    const opened = /\bbuildConnector\(|(?<!\.)\bconnect\(\{|\bhttps?\.(request|get)\(/;
    expect(mentionsOutside([...homes, 'server/simulator/'], opened)).toEqual([]);
  });

  test('nothing depends on what lies outside the project', () => {
    expect(importersOutside([], (i) => i.startsWith('..'))).toEqual([]);
  });
});

describe('tidiness', () => {
  test('the top level holds what the design lists', () => {
    const folders = new Set(projectFiles().flatMap((p) => (p.includes('/') ? [p.split('/')[0] ?? ''] : [])));
    expect([...folders].filter((f) => !f.startsWith('.')).sort()).toEqual([
      'app',
      'components',
      'prisma',
      'server',
      'tests',
    ]);
  });

  test('files are small by the tail: 300 lines, 200 for tsx', () => {
    const long = files.filter((f) => f.text.split('\n').length > (f.path.endsWith('.tsx') ? 201 : 301));
    expect(long.map((f) => `${f.path}: ${f.text.split('\n').length - 1} lines`)).toEqual([]);
  });

  test('every file opens with what it is for', () => {
    const silent = files.filter((f) => !/^(#!.*\n)?('use client';\n+)?('use server';\n+)?\/\*\*/.test(f.text));
    expect(silent.map((f) => f.path)).toEqual([]);
  });

  test('nothing is switched off or left for later', () => {
    expect(mentionsOutside([], /@ts-ignore|@ts-expect-error|@ts-nocheck|\bas any\b/)).toEqual([]);
    const later = sources(['server', 'app', 'components', 'tests']).filter((f) =>
      /\b(TO[D]O|FIX[M]E|X[X]X)\b/.test(f.text),
    );
    expect(later.map((f) => f.path)).toEqual([]);
  });
});

function importers(folder: string, forbidden: (imported: string) => boolean): string[] {
  return files
    .filter((f) => f.path.startsWith(`${folder}/`))
    .flatMap((f) => f.imports.filter(forbidden).map((i) => `${f.path} imports ${i}`));
}

function importersOutside(homes: readonly string[], forbidden: (imported: string) => boolean): string[] {
  return files
    .filter((f) => !homes.some((home) => f.path.startsWith(home)))
    .flatMap((f) => f.imports.filter(forbidden).map((i) => `${f.path} imports ${i}`));
}

function mentionsOutside(homes: readonly string[], pattern: RegExp): string[] {
  return files
    .filter((f) => !homes.some((home) => f.path.startsWith(home)) && pattern.test(codeOf(f.text)))
    .map((f) => f.path);
}

/** The first cycle among own files, as a path of names; null = none. */
function findCycle(): string | null {
  const edges = new Map(files.map((f) => [f.path, f.imports.filter((i) => files.some((g) => g.path === i))]));
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]): string | null {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' → ');
    if (done.has(path)) return null;
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  }
  for (const path of edges.keys()) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
