/** Whatever a server says, a session lives on or ends exactly once with a failure; it never throws, and nothing leaks out of it. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failure } from '#contract';
import { createSystemTime } from '../../server/time/system-time';
import { openSession } from '../../server/xmpp/session';
import { features, NS_BIND, NS_SASL, NS_TLS, optionsFor, play, success, tcp } from './play';

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('', 'x@y/z', 'example.org', '@', '/', 'juliet@example.org/holdfast-test', '\u0000'.repeat(3)),
);
const escaped = text.map((t) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of them
  t.replace(/[\u0000-\u001f\ufffe\uffff]|[\ud800-\udfff]/g, '').replace(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`),
);
const name = fc.constantFrom('iq', 'message', 'presence', 'features', 'error', 'success', 'challenge', 'failure', 'x');
const namespace = fc.constantFrom(
  'jabber:client',
  'jabber:server',
  'http://etherx.jabber.org/streams',
  NS_SASL,
  NS_TLS,
  NS_BIND,
  'urn:xmpp:ping',
  'urn:ietf:params:xml:ns:xmpp-stanzas',
  'urn:ietf:params:xml:ns:xmpp-streams',
  'urn:xmpp:sm:3',
);
const attribute = fc.tuple(fc.constantFrom('id', 'from', 'to', 'type', 'version'), escaped);
const type = fc.constantFrom('', `type='result'`, `type='error'`, `type='get'`, `type='set'`, `type='nonsense'`);
/** `IDn` stands for the n-th last id that the client has sent. */
const id = fc.oneof(escaped, fc.constantFrom('ID0', 'ID1'));

const { element } = fc.letrec<{ element: string; child: string }>((tie) => ({
  child: fc.oneof({ maxDepth: 3, withCrossShrink: true }, escaped, tie('element')),
  element: fc
    .tuple(
      name,
      namespace,
      type,
      id,
      fc.uniqueArray(attribute, { selector: ([n]) => n, maxLength: 2 }),
      fc.array(tie('child'), { maxLength: 3 }),
    )
    .map(([n, ns, t, i, attributes, children]) => {
      const rest = attributes.filter(([a]) => a !== 'id' && a !== 'type').map(([a, v]) => `${a}='${v}'`);
      return `<${n} xmlns='${ns}' id='${i}' ${t} ${rest.join(' ')}>${children.join('')}</${n}>`;
    }),
}));
/** What a server really says, in any order: this is what gets far. */
const sensible = fc.constantFrom(
  features.sasl('PLAIN'),
  features.sasl('SCRAM-SHA-1', 'SCRAM-SHA-256'),
  features.bind,
  features.startTls,
  success,
  `<proceed xmlns='${NS_TLS}'/>`,
  `<challenge xmlns='${NS_SASL}'>cj1h</challenge>`,
  `<challenge xmlns='${NS_SASL}'/>`,
  `<failure xmlns='${NS_SASL}'/>`,
  `<iq type='result' id='ID0'><bind xmlns='${NS_BIND}'><jid>a@b/c</jid></bind></iq>`,
  `<iq type='result' id='ID0'><bind xmlns='${NS_BIND}'><jid>@@//</jid></bind></iq>`,
  `<iq type='result' id='ID0'/>`,
  `<iq type='error' id='ID0'/>`,
  `<iq type='get' id='1' from='@'><x xmlns='urn:x'/></iq>`,
  `<iq type='set' id='1' from='a@b'/>`,
  `<iq id='1'/>`,
  `<stream:error/>`,
);
type Act = { say: string } | { do: 'header' | 'ready' | 'turn' | 'wire phase' | 'secured' | 'ping' | 'request' };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: sensible.map((say) => ({ say })) },
  { weight: 3, arbitrary: element.map((say) => ({ say })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('header', 'ready', 'turn', 'turn', 'wire phase', 'secured', 'ping', 'request' as const)
      .map((what) => ({ do: what })),
  },
);
const opened: Act[] = [{ do: 'ready' }, { do: 'header' }];
const authenticated: Act[] = [
  ...opened,
  { say: features.sasl('PLAIN') },
  { do: 'turn' },
  { say: success },
  { do: 'turn' },
];
const bound: Act[] = [
  ...authenticated,
  { do: 'header' },
  { say: features.bind },
  { say: `<iq type='result' id='ID0'><bind xmlns='${NS_BIND}'><jid>a@b/c</jid></bind></iq>` },
  { do: 'turn' },
];
const head = fc.constantFrom<Act[]>([], opened, authenticated, bound, [
  ...bound,
  { say: `<iq type='result' id='ID0'/>` },
]);

async function perform(its: ReturnType<typeof play>, what: Act): Promise<void> {
  const handlers = its.wire.handlers();
  if ('say' in what) {
    const ids = its.wire.sent.flatMap((xml) => /\bid="([^"]+)"/.exec(xml)?.[1] ?? []).reverse();
    its.wire.says(what.say.replace(/ID([01])/g, (_, n) => ids[Number(n)] ?? 'none'));
    return;
  }
  switch (what.do) {
    case 'header':
      return handlers.onStreamOpen({ version: '1.0' });
    case 'ready':
      return handlers.onReady();
    case 'turn':
      return void (await nextTurn());
    case 'wire phase':
      return handlers.onPhase('tls');
    case 'secured':
      its.wire.secure = true;
      return;
    case 'ping':
      return its.session.ping('mine');
    case 'request':
      return its.session.request((await import('@xmpp/xml')).createElement('iq', { type: 'get' }), () => {});
  }
}

describe('random well-formed stanzas, in any order', () => {
  it.each(['none', 'starttls'] as const)('security %s', async (security) => {
    await fc.assert(
      fc.asyncProperty(head, fc.array(act, { maxLength: 25 }), async (first, rest) => {
        const its = play(tcp(security));
        for (const what of [...first, ...rest]) await perform(its, what);
        await nextTurn();
        expect(its.closed.length).toBeLessThanOrEqual(1);
        expect(its.closed).not.toContain(null);
        if (its.closed.length > 0) {
          expect(its.wire.closedBy, 'a failed session leaves no wire behind').toBe('close');
          expect(its.closed[0]?.text?.length ?? 0).toBeLessThanOrEqual(500);
        }
        its.session.destroy();
        expect(its.closed, 'one end, whatever happened').toHaveLength(1);
        its.session.facts();
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('random bytes from a socket', () => {
  let say: Buffer[] = [];
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    for (const chunk of say) socket.write(chunk);
    socket.end();
  });
  let port = 0;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => void server.close());

  const time = createSystemTime({ keepAlive: false });
  function endsOf(): Promise<(Failure | null)[]> {
    return new Promise((resolve) => {
      const ends: (Failure | null)[] = [];
      const onClosed = (failure: Failure | null) => {
        ends.push(failure);
        setImmediate(() => resolve(ends));
      };
      const ignore = () => {};
      const handlers = { onOnline: ignore, onPong: ignore, onStanza: ignore, onCertificate: ignore, onClosed };
      openSession(optionsFor({ kind: 'tcp', host: '127.0.0.1', port, security: 'none' }), handlers, time);
    });
  }

  const header = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
  const bytes = fc.uint8Array({ maxLength: 400 }).map((a) => Buffer.from(a));
  const xmlish = fc
    .array(fc.constantFrom('<', '>', '/', '&', ';', '"', "'", '=', ' ', 'iq', 'x', '!', '[', ']', '-', '?', 'é'))
    .map((parts) => Buffer.from(parts.join('')));

  it('always ends in one failure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(fc.oneof(bytes, xmlish), { maxLength: 6 }), async (opened, chunks) => {
        say = opened ? [Buffer.from(header), ...chunks] : chunks;
        const ends = await endsOf();
        expect(ends).toHaveLength(1);
        expect(ends[0]).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
