/** From a closed socket to the browser and to a channel: the real worker, its rules with `for` and grouping wait 0, and services of their own. */
import { workerHealth } from '#contract';
import { startSimulator, type TestSimulator, testUser } from '../support/simulator';
import { order, quickRule } from '../worker/alert-kill-story';
import { openPage } from '../worker/page';
import { type Receiver, startReceiver } from '../worker/receiver';
import { type Bench, openBench } from '../worker/worker-process';

const SERVICES = 24;
/** What comes back once more is called flapping, and told once. */
const ROUNDS = 2;
/** A BOSH session outlives its sockets (XEP-0124 §14.3). */
const transports = ['tcp', 'websocket'] as const;
const kindOf = (n: number) => transports[n % transports.length] ?? 'tcp';

export interface ClosedSockets {
  closed: number;
  /** ms, sorted. */
  browser: number[];
  channel: number[];
}

/** Throws when something is not told within a minute. */
export async function closedSocketTo(): Promise<ClosedSockets> {
  const services = await Promise.all(Array.from({ length: SERVICES }, () => startSimulator()));
  const receiver = await startReceiver(null);
  const bench = await openBench({ nodes: 0, built: true, yaml: yamlOf(services, receiver) });
  const [browser, channel]: [number[], number[]] = [[], []];
  try {
    await bench.startWorker();
    const page = openPage(bench, ['cluster:lab']);
    await page.come();
    await until(() => allWell(bench));
    await order(bench, { command: 'save-rule', rule: { ...quickRule, forMs: 0 } });
    for (let n = 0; n < SERVICES * ROUNDS; n++) {
      const targetKey = `lab/node-${n % SERVICES}/${kindOf(n % SERVICES)}`;
      const before = receiver.taken.length;
      // or it is back before it is judged
      const faults = services[n % SERVICES]?.faults;
      faults?.add({ kind: 'refuse' });
      const [at, monoMs] = [Date.now() - CLOCKS_MS, performance.now()];
      faults?.add({ kind: 'close' });
      await page.see((e) => e.type === 'session-lost' && e.targetKey === targetKey && e.at >= at);
      browser.push(performance.now() - monoMs);
      const isOfIt = (text: string) => text.includes(`node-${n % SERVICES} `);
      const told = () => receiver.taken.slice(before).find((t) => t.transition === 'opened' && isOfIt(t.text));
      await until(() => told() !== undefined, 5);
      channel.push((told()?.monoMs ?? Number.NaN) - monoMs);
      faults?.clear();
      if (n === SERVICES - 1) await until(() => allWell(bench));
    }
    page.leave();
  } finally {
    receiver.stop();
    await bench.close();
    for (const service of services) service.stop();
  }
  const ascending = (a: number, b: number) => a - b;
  return { closed: browser.length, browser: browser.sort(ascending), channel: channel.sort(ascending) };
}

/** Two processes may read the same moment a few ms apart. */
const CLOCKS_MS = 50;

function yamlOf(services: readonly TestSimulator[], receiver: Receiver): string {
  const nodes = services.map(({ addresses: { tcp, websocket }, domain }, n) => {
    const address = {
      tcp: `{ host: ${tcp.host}, port: ${tcp.port}, security: none }`,
      websocket: `{ url: '${websocket}' }`,
    };
    const kind = kindOf(n);
    return `
      - name: node-${n}
        domain: ${domain}
        account: { username: ${testUser.username}, password: ${testUser.password} }
        transports: { ${kind}: ${address[kind]} }`;
  });
  return `clusters:
  - name: Lab
    kind: xmpp
    nodes:${nodes.join('')}
notify:
  channels:
    - { name: hook, from: ticket, groupWaitS: 0, webhook: { url: '${receiver.url('hook')}' } }
`;
}

/** All sessions are online, and no incident is open. */
async function allWell(bench: Bench): Promise<boolean> {
  const { sessions } = workerHealth.parse(await (await fetch(`http://127.0.0.1:${bench.port}/healthz`)).json());
  const { incidents } = await bench.database.incidentsSnapshot(Date.now(), 0, 1_000);
  return sessions.online === SERVICES && incidents.every((i) => i.status === 'resolved');
}

const PATIENCE_MS = 60_000;

async function until(isSo: () => boolean | Promise<boolean>, everyMs = 100): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
