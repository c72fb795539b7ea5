/** The test of a plain XMPP service: a session over each transport that is given, one after the other. */
import { type TestFound, type TransportKind, transportKinds, type XmppTest } from '#contract';
import { waitMs } from '../../domain/set-up/tries';
import type { WireAddress } from '../../transport/port';
import { type Credentials, nothingFound, type TestContext, trustOf } from './context';
import { climb, type PhaseStep } from './session';

export async function testXmpp(test: XmppTest, account: Credentials, context: TestContext): Promise<TestFound> {
  const { steps, signal, tries, time } = context;
  const given = transportKinds.flatMap((kind) => {
    const address = addressOf(test, kind);
    return address === null ? [] : [{ kind, address, steps: stepsOf(kind, address) }];
  });
  steps.plan(given.flatMap((one) => one.steps));
  const refusals = (): number => tries.of(test.domain, account.username).length;
  const wait = waitMs(tries.of(test.domain, account.username), time.now());
  const [first] = given.flatMap((one) => one.steps);
  if (wait > 0 && first !== undefined) {
    const { username } = account;
    steps.saw(first.id, { at: 'account', username, is: 'spared', waitMin: Math.ceil(wait / 60_000) });
    return nothingFound;
  }
  const ways: string[] = [];
  for (const { kind, address, steps: own } of given) {
    if (signal.aborted) break;
    const wire = { address, domain: test.domain, trust: trustOf(test.trust) };
    const { allowPlainWithoutTls } = test;
    const asked = { wire, account, finesse: false, service: test.domain, allowPlainWithoutTls, steps: own };
    const before = refusals();
    const standing = await climb(asked, context);
    // a password that was refused once is not tried on the next transport
    if (refusals() > before) break;
    if (standing === null) continue;
    standing.session.close();
    ways.push(names[kind]);
  }
  return { ...nothingFound, xmppDomain: test.domain, ways };
}

const names: Readonly<Record<TransportKind, string>> = { tcp: 'TCP', websocket: 'WebSocket', bosh: 'BOSH' };

function addressOf({ transports }: XmppTest, kind: TransportKind): WireAddress | null {
  switch (kind) {
    case 'tcp':
      return transports.tcp === undefined ? null : { kind, ...transports.tcp };
    case 'websocket':
      return transports.websocket === undefined ? null : { kind, url: transports.websocket.url };
    case 'bosh':
      return transports.bosh === undefined ? null : { kind, url: transports.bosh.url };
  }
}

function stepsOf(kind: TransportKind, address: WireAddress): PhaseStep[] {
  const step = (id: string, label: string, phases: PhaseStep['phases']): PhaseStep => ({
    ...{ id: `${kind}-${id}`, group: kind, label, phases },
  });
  const secure = address.kind === 'tcp' ? address.security !== 'none' : /^(wss|https):/.test(address.url);
  return [
    step('reach', 'Reach its port', ['dns', 'tcp']),
    ...(secure ? [step('tls', 'Check its certificate', ['tls'])] : []),
    step('stream', 'Open a stream', ['upgrade', 'bosh-session', 'features']),
    step('sasl', 'Sign in', ['sasl']),
    step('bind', 'Get an address of its own', ['bind']),
    step('ping', 'Ping', ['presence', 'first-ping']),
  ];
}
