/** One XMPP session for a test: climbs its phases, tells each as a step, and stays open for whoever has more to try. */
import type { Element } from '@xmpp/xml';
import type { CertificateFacts, ConnectPhase, Failure, TestOffer } from '#contract';
import type { SeenConnection } from '../../domain/set-up/hints-connection';
import { every } from '../../time/time';
import type { WireOptions } from '../../transport/port';
import type { ConnectFacts, Session } from '../../xmpp/port';
import type { Credentials, TestContext } from './context';
import type { Planned } from './steps';

/** A step, and the phases of connecting that it stands for. */
export interface PhaseStep extends Planned {
  phases: readonly ConnectPhase[];
}

export interface SessionAsked {
  wire: WireOptions;
  account: Credentials;
  finesse: boolean;
  /** Whose refusals are counted together: host or domain. */
  service: string;
  allowPlainWithoutTls: boolean;
  steps: readonly PhaseStep[];
}

export interface Standing {
  session: Session;
  jid: string;
  /** Everything that came unasked, from the beginning. */
  stanzas: Element[];
  /** Called at the next stanza, or when the session has ended. */
  onNext(run: () => void): void;
  ended(): boolean;
}

const SESSION_MS = 12_000;
const LOOK_EVERY_MS = 100;

/** null: it failed, and a step says why. */
export function climb(asked: SessionAsked, context: TestContext): Promise<Standing | null> {
  const { time, signal, openSession, tries } = context;
  const { wire, account, allowPlainWithoutTls } = asked;
  return new Promise((resolve) => {
    const stanzas: Element[] = [];
    let [online, over]: [boolean, boolean] = [false, false];
    let certificate: CertificateFacts | null = null;
    let wake: () => void = () => undefined;
    const onNext = (run: () => void): void => {
      wake = run;
    };
    const settle = (): void => {
      stopWaiting();
      stopLooking();
      signal.removeEventListener('abort', giveUp);
    };
    const fail = (failure: Failure): void => {
      settle();
      if (failure.kind === 'auth' && failure.condition === 'not-authorized')
        tries.refused(asked.service, account.username);
      tellFailure(asked, session.facts(), failure, certificate, context);
      resolve(null);
    };
    const resource = `holdfast-test-${time.uuid().slice(0, 8)}`;
    const session = openSession(
      { wire, ...account, resource, allowPlainWithoutTls },
      {
        onOnline({ jid }) {
          online = true;
          settle();
          tellPassed(asked, session.facts(), certificate, context);
          resolve({ session, jid, stanzas, onNext, ended: () => over });
        },
        onPong: () => undefined,
        onStanza(stanza) {
          if (stanzas.length < 200) stanzas.push(stanza);
          wake();
        },
        onCertificate: (facts) => {
          certificate = facts;
        },
        onClosed(failure) {
          over = true;
          wake();
          if (online || failure === null) return;
          fail(failure);
        },
      },
      time,
    );
    function giveUp(): void {
      const phase = session.facts().current ?? 'dns';
      over = true;
      fail({ kind: 'timeout', condition: 'connect-timeout', phase, text: null });
      session.destroy();
    }
    const stopWaiting = time.after(SESSION_MS, giveUp);
    const stopLooking = every(time, LOOK_EVERY_MS, () => tellRunning(asked, session.facts(), context));
    signal.addEventListener('abort', giveUp);
    tellRunning(asked, session.facts(), context);
  });
}

const stepOf = (asked: SessionAsked, phase: ConnectPhase | null): number =>
  phase === null ? asked.steps.length : asked.steps.findIndex((step) => step.phases.includes(phase));

function tellRunning(asked: SessionAsked, { current }: ConnectFacts, { steps }: TestContext): void {
  const step = asked.steps[stepOf(asked, current)];
  if (step !== undefined) steps.begin(step.id);
}

const tookOf = (step: PhaseStep, { phases }: ConnectFacts): number =>
  phases.filter(({ phase }) => step.phases.includes(phase)).reduce((sum, { tookMs }) => sum + tookMs, 0);

function tellPassed(
  asked: SessionAsked,
  facts: ConnectFacts,
  shown: CertificateFacts | null,
  context: TestContext,
): void {
  for (const step of asked.steps) tellOk(step, asked, facts, shown, context);
}

function tellOk(
  step: PhaseStep,
  { wire }: SessionAsked,
  facts: ConnectFacts,
  shown: CertificateFacts | null,
  { steps }: TestContext,
): void {
  const told = (name: string, value: string | null) => (value === null ? [] : [{ name, value }]);
  const isTls = step.phases.length === 1 && step.phases[0] === 'tls';
  steps.end(step.id, {
    state: isTls && shown === null ? 'skipped' : 'ok',
    tookMs: tookOf(step, facts),
    facts: [
      ...(step.phases.includes('sasl') ? told('Way to sign in', facts.mechanism) : []),
      ...(step.phases.includes('bind') ? told('Address', facts.jid) : []),
      ...(isTls ? told('Protocol', facts.tlsProtocol) : []),
    ],
    ...(isTls && shown !== null ? { certificate: { shown, pinned: wire.trust.pin ?? null } } : {}),
  });
}

function tellFailure(
  asked: SessionAsked,
  facts: ConnectFacts,
  failure: Failure,
  shown: CertificateFacts | null,
  context: TestContext,
): void {
  const { steps } = context;
  const at = stepOf(asked, failure.phase === 'online' ? null : failure.phase);
  const failing = asked.steps[Math.min(Math.max(at, 0), asked.steps.length - 1)];
  for (const step of asked.steps) {
    if (step === failing) break;
    tellOk(step, asked, facts, shown, context);
  }
  if (failing === undefined) return;
  const { wire, account, finesse } = asked;
  const certificate = shown === null ? {} : { certificate: { shown, pinned: wire.trust.pin ?? null } };
  const seen = connectionSeen(asked, failure, shown);
  if (seen !== null) {
    const offers: TestOffer[] = seen.is === 'certificate' ? [{ kind: 'pin', pin: seen.shown }] : [];
    steps.saw(failing.id, seen, { ...certificate, offers });
  } else {
    const { kind, condition, phase } = failure;
    const { username } = account;
    steps.saw(failing.id, {
      ...{ at: 'notification', is: 'session-failed', failure: { kind, condition, phase } },
      ...{ domain: wire.domain, username, finesse },
    });
  }
  for (const step of asked.steps.slice(asked.steps.indexOf(failing) + 1)) steps.end(step.id, { state: 'skipped' });
}

/** What is about the way there and not about the session. */
function connectionSeen(
  { wire }: SessionAsked,
  failure: Failure,
  shown: CertificateFacts | null,
): SeenConnection | null {
  const { host, port } = placeOf(wire);
  const early = failure.phase === 'dns' || failure.phase === 'tcp' || failure.phase === 'tls';
  if (failure.kind !== 'transport' || !early) return null;
  const at = { at: 'connection' as const, host, port };
  const { condition } = failure;
  if (condition.startsWith('certificate-') && shown !== null) {
    const { subject, issuer, fingerprint } = shown;
    return { ...at, is: 'certificate', condition, subject, issuer, pinned: wire.trust.pin ?? null, shown: fingerprint };
  }
  if (condition === 'address-refused') return { ...at, is: 'address-refused' };
  return condition === 'starttls-refused' ? null : { ...at, is: 'failed', condition, open: null };
}

function placeOf({ address }: WireOptions): { host: string; port: number } {
  if (address.kind === 'tcp') return { host: address.host, port: address.port };
  const { hostname, port, protocol } = new URL(address.url);
  return { host: hostname, port: Number(port || (protocol === 'wss:' || protocol === 'https:' ? 443 : 80)) };
}
