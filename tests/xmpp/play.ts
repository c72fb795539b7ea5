/** A session on a fake wire with time moved by hand: the test reads what it did as lines. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Element } from '@xmpp/xml';
import type { Failure } from '#contract';
import { createVirtualTime } from '../../server/time/virtual-time';
import type { WireAddress } from '../../server/transport/port';
import type { SessionOptions } from '../../server/xmpp/port';
import { createOpenSession } from '../../server/xmpp/session';
import { createFakeWire } from './fake-wire';

export const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
export const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
export const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';

export const features = {
  sasl: (...names: string[]) =>
    `<stream:features><mechanisms xmlns='${NS_SASL}'>${names.map((n) => `<mechanism>${n}</mechanism>`).join('')}</mechanisms></stream:features>`,
  bind: `<stream:features><bind xmlns='${NS_BIND}'/></stream:features>`,
  startTls: `<stream:features><starttls xmlns='${NS_TLS}'><required/></starttls></stream:features>`,
};
export const success = `<success xmlns='${NS_SASL}'/>`;

export const tcp = (security: 'none' | 'starttls' | 'tls' = 'none', host = '127.0.0.1'): WireAddress => ({
  kind: 'tcp',
  host,
  port: 5222,
  security,
});

export function optionsFor(address: WireAddress, over: Partial<SessionOptions> = {}): SessionOptions {
  return {
    wire: { address, domain: 'example.org', trust: {} },
    username: 'juliet',
    password: { reveal: () => 'pencil', toString: () => '***', toJSON: () => '***' },
    resource: 'holdfast-test',
    allowPlainWithoutTls: false,
    ...over,
  };
}

export function play(address: WireAddress = tcp(), over: Partial<SessionOptions> = {}) {
  const time = createVirtualTime(0);
  const wire = createFakeWire();
  const log: string[] = [];
  const closed: (Failure | null)[] = [];
  const stanzas: Element[] = [];
  const session = createOpenSession(wire.open)(
    optionsFor(address, over),
    {
      onOnline: ({ jid, firstPing }) => log.push(`online as ${jid}, first ping ${firstPing.rttMs} ms`),
      onPong: (id, rttMs) => log.push(`pong ${id} ${rttMs} ms`),
      onStanza: (stanza) => stanzas.push(stanza),
      onCertificate: (certificate) => log.push(`certificate ${certificate.subject}`),
      onClosed: (failure) => {
        closed.push(failure);
        log.push(failure === null ? 'closed' : `${failure.phase}: ${failure.kind} ${failure.condition}`);
      },
    },
    time,
  );
  const its = {
    session,
    wire,
    time,
    log,
    closed,
    stanzas,
    /** Lets `ms` pass, and what was promised happen. */
    async after(ms: number) {
      await time.advance(ms);
      await nextTurn();
    },
    /** Header and elements of the server, then whatever they cause. */
    async says(xml: string, afterMs = 0) {
      if (afterMs > 0) await its.after(afterMs);
      wire.says(xml);
      await nextTurn();
    },
    header() {
      wire.handlers().onStreamOpen({ from: 'example.org', version: '1.0' });
    },
    connected() {
      if (address.kind === 'tcp') wire.handlers().onPhase('tcp');
      wire.handlers().onReady();
    },
    /** Up to the bind request. */
    async authenticated() {
      its.connected();
      its.header();
      await its.says(features.sasl('PLAIN'));
      await its.says(success);
      its.header();
      wire.take();
      await its.says(features.bind);
    },
    async bound(jid = 'juliet@example.org/holdfast-test') {
      await its.authenticated();
      await its.says(
        `<iq type='result' id='${idIn(wire.take()[0])}'><bind xmlns='${NS_BIND}'><jid>${jid}</jid></bind></iq>`,
      );
    },
    async online() {
      await its.bound();
      const [, ping] = wire.take();
      await its.says(`<iq type='result' id='${idIn(ping)}' from='example.org'/>`);
    },
  };
  return its;
}

export function idIn(xml: string | undefined): string {
  const id = /\bid="([^"]+)"/.exec(xml ?? '')?.[1];
  if (id === undefined) throw new Error(`no id in ${xml}`);
  return id;
}
