/** Climbs to a Finesse server: its name, its port, its certificate, and whether Finesse is behind it. No password is sent. */
import type { CertificateFacts, FinesseTest, TestOffer } from '#contract';
import type { SeenConnection } from '../../domain/set-up/hints-connection';
import { readSystemInfo, type SystemInfo } from '../../finesse/parse/system-info';
import { readXml } from '../../finesse/parse/xml';
import type { WireFailure } from '../../transport/port';
import { type TestContext, trustOf } from './context';
import { askOpenly, type DialPhase, openRestPorts, plainHttp, type Reached, reach } from './probe';
import type { Planned } from './steps';

export const serverSteps: readonly Planned[] = [
  { id: 'name', group: 'server', label: 'Find the server by its name' },
  { id: 'tcp', group: 'server', label: 'Reach its port' },
  { id: 'tls', group: 'server', label: 'Check its certificate' },
  { id: 'rest', group: 'server', label: 'Ask whether Finesse is there' },
];

const stepOf: Readonly<Record<DialPhase, string>> = { dns: 'name', tcp: 'tcp', tls: 'tls' };
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** `info` null: Finesse tells it only to those who sign in. */
export type Met = { info: SystemInfo | null };

/** null: it ends here, and a step says why. */
export async function meetServer(test: FinesseTest, context: TestContext): Promise<Met | null> {
  const { steps } = context;
  const { host, restPort: port } = test;
  const at = { at: 'connection' as const, host, port };
  steps.begin('name');
  if (isWebex(host)) {
    steps.saw('name', { ...at, is: 'webex' });
    return null;
  }
  const trust = trustOf(test.trust);
  const reached = await reach({ host, port, tls: { name: host, trust } }, context, (phase) => {
    if (phase === 'tcp') steps.end('name', { state: 'ok', facts: [{ name: 'Name', value: host }] });
    if (phase === 'tls') steps.end('tcp', { state: 'ok', facts: [{ name: 'Port', value: String(port) }] });
    steps.begin(stepOf[phase]);
  });
  if (!reached.result.ok) {
    await tellWhy(test, reached, reached.result.failure, context);
    return null;
  }
  tellCertificate(test, reached, context);
  return askWhetherFinesse(test, context);
}

/** Names of Webex and of its contact center; no Finesse has one. */
function isWebex(host: string): boolean {
  return /(^|[.-])(webex|webexcc|wxcc|ccone)[a-z0-9-]*\.([a-z]+\.)?(com|net|us)$/.test(host);
}

async function tellWhy(test: FinesseTest, reached: Reached, failure: WireFailure, context: TestContext): Promise<void> {
  const { steps } = context;
  const { host, restPort: port } = test;
  const at = { at: 'connection' as const, host, port };
  const id = stepOf[reached.phase];
  if (failure.condition.startsWith('certificate-') && reached.certificate !== null) {
    tellUntrusted(test, reached.certificate, failure.condition, context);
    return;
  }
  if (failure.condition === 'address-refused') {
    steps.saw(id, { ...at, is: 'address-refused' });
    return;
  }
  if (reached.phase === 'dns') {
    steps.saw(id, { ...at, is: 'failed', condition: failure.condition, open: [] });
    return;
  }
  const plain = reached.phase === 'tls' ? await plainHttp(host, port, context) : null;
  if (plain !== null) {
    const offers: TestOffer[] = [{ kind: 'port', port: plain.leadsTo ?? 8445 }];
    steps.saw(id, { ...at, is: 'plain-http', leadsTo: plain.leadsTo }, { offers });
    return;
  }
  const open = await openRestPorts(host, trustOf(test.trust), port, context);
  const condition = reached.phase === 'tls' ? 'tls-error' : failure.condition;
  steps.saw(id, { ...at, is: 'failed', condition, open }, { offers: portOffers(open) });
}

function portOffers(open: readonly number[]): TestOffer[] {
  return open.slice(0, 1).map((port) => ({ kind: 'port', port }));
}

function tellUntrusted(test: FinesseTest, shown: CertificateFacts, condition: string, { steps }: TestContext): void {
  const pinned = test.trust.kind === 'pin' ? test.trust.pin : null;
  const { subject, issuer, fingerprint } = shown;
  const seen: SeenConnection = {
    ...{ at: 'connection', host: test.host, port: test.restPort, is: 'certificate' },
    ...{ condition, subject, issuer, pinned, shown: fingerprint },
  };
  steps.saw('tls', seen, { certificate: { shown, pinned }, offers: [{ kind: 'pin', pin: fingerprint }] });
}

function tellCertificate(test: FinesseTest, { certificate, protocol }: Reached, { steps, time }: TestContext): void {
  const pinned = test.trust.kind === 'pin' ? test.trust.pin : null;
  const facts = protocol === null ? [] : [{ name: 'Protocol', value: protocol }];
  if (certificate === null) {
    steps.end('tls', { state: 'ok', facts });
    return;
  }
  const told = { facts, certificate: { shown: certificate, pinned } };
  const inDays = Math.floor((certificate.validToMs - time.now()) / DAY_MS);
  const { host, restPort: port } = test;
  if (inDays >= SOON_DAYS || inDays < 0) steps.end('tls', { ...told, state: 'ok' });
  else steps.saw('tls', { at: 'connection', host, port, is: 'certificate-ends', inDays }, told);
}

async function askWhetherFinesse(test: FinesseTest, context: TestContext): Promise<Met | null> {
  const { steps } = context;
  const { host, restPort: port } = test;
  steps.begin('rest');
  const exchanged = await askOpenly(host, port, trustOf(test.trust), context);
  switch (exchanged.kind) {
    case 'timeout':
      steps.saw('rest', { at: 'connection', host, port, is: 'failed', condition: 'connection-timeout', open: [] });
      return null;
    case 'too-large':
    case 'broken':
      return tellNotFinesse(test, null, context);
    case 'answer':
      break;
  }
  const { status, body } = exchanged;
  if (status === 401 || status === 403) {
    steps.end('rest', { state: 'ok', facts: [{ name: 'Answer', value: 'Finesse asks who comes' }] });
    return { info: null };
  }
  if (status >= 500) {
    steps.saw('rest', { at: 'service', is: 'starting', status });
    return null;
  }
  if (status !== 200) return tellNotFinesse(test, status, context);
  const root = readXml(body);
  const info = root.ok ? readSystemInfo(root.value) : root;
  if (!info.ok) {
    steps.saw('rest', { at: 'service', is: 'unreadable' });
    return null;
  }
  steps.end('rest', { state: 'ok', facts: [{ name: 'Answer', value: 'SystemInfo' }] });
  return { info: info.value };
}

async function tellNotFinesse(test: FinesseTest, status: number | null, context: TestContext): Promise<null> {
  const { host, restPort: port } = test;
  const open = await openRestPorts(host, trustOf(test.trust), port, context);
  context.steps.saw(
    'rest',
    { at: 'connection', host, port, is: 'not-finesse', status, open },
    { offers: portOffers(open) },
  );
  return null;
}
