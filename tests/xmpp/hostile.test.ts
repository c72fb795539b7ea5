/** Hostile XML over real sockets, before and after login: each time the session ends with a failure, and nothing else happens. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Failure, transportKinds } from '#contract';
import { createSystemTime } from '../../server/time/system-time';
import { openSession } from '../../server/xmpp/session';
import { type CheapServer, type Misbehave, type Moment, type Raw, startCheapServer } from './cheap-server';
import { features, NS_SASL, NS_TLS, optionsFor } from './play';

const time = createSystemTime({ keepAlive: false });
let server: CheapServer | null = null;
afterEach(() => server?.stop());

const sayAt =
  (at: Moment, raw: Raw): Misbehave =>
  (moment, say) => {
    if (moment === at) say(raw);
    return moment === at;
  };

/** Every call of `onClosed`; settles after the first and whatever follows it at once. */
async function endOf(kind: (typeof transportKinds)[number], misbehave: Misbehave): Promise<(Failure | null)[]> {
  server = await startCheapServer(kind, misbehave);
  const { address } = server;
  const ends: (Failure | null)[] = [];
  await new Promise<void>((resolve) => {
    openSession(
      optionsFor(address),
      {
        onOnline() {},
        onPong() {},
        onStanza() {},
        onCertificate() {},
        onClosed(failure) {
          ends.push(failure);
          setImmediate(resolve);
        },
      },
      time,
    );
  });
  return ends;
}

const bomb = `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><message xmlns='jabber:client'><body>&b;</body></message>`;
const tenMegabytes = `<message xmlns='jabber:client'><body>${'x'.repeat(10 * 1_048_576)}</body></message>`;
const manyAttributes = `<message xmlns='jabber:client' ${Array.from({ length: 5_000 }, (_, i) => `a${i}='1'`).join(' ')}/>`;

const hostile: [string, Raw, string[]][] = [
  ['an entity bomb', bomb, ['restricted-xml', 'not-well-formed']],
  ['an external DTD', `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">`, ['restricted-xml', 'not-well-formed']],
  ['an unknown entity', `<message xmlns='jabber:client'>&nope;</message>`, ['restricted-xml', 'not-well-formed']],
  ['a comment', '<!-- hello -->', ['restricted-xml', 'bad-format']],
  ['a processing instruction', '<?php system("id") ?>', ['restricted-xml', 'bad-format']],
  ['10 MB in one stanza', tenMegabytes, ['policy-violation', 'too-much-data', 'bad-body']],
  ['elements nested a million deep', '<a>'.repeat(1_000_000), ['policy-violation', 'bad-body', 'not-well-formed']],
  ['thousands of attributes', manyAttributes, ['policy-violation']],
  ['tags closed in the wrong order', `<message xmlns='jabber:client'><a><b></a></b></message>`, ['not-well-formed']],
  [
    'bytes that are not UTF-8',
    Buffer.from('<message xmlns="jabber:client">\xff\xfe\xc0</message>', 'latin1'),
    ['unsupported-encoding', 'not-well-formed', 'websocket-protocol', 'bad-body'],
  ],
  ['a stanza of another namespace', `<iq xmlns='jabber:server' type='result'/>`, ['invalid-namespace']],
  ['an element that nobody knows', `<x xmlns='urn:x'/>`, ['unsupported-stanza-type']],
  ['success that nobody waited for', `<success xmlns='${NS_SASL}'/>`, ['bad-format']],
  ['proceed that nobody waited for', `<proceed xmlns='${NS_TLS}'/>`, ['bad-format']],
];

const moments = ['open', 'bind', 'ping'] as const satisfies readonly Moment[];

describe.each(transportKinds)('%s', (kind) => {
  describe.each(moments)('in answer to %s', (moment) => {
    it.each(hostile)('%s', async (_what, raw, conditions) => {
      const ends = await endOf(kind, sayAt(moment, raw));
      expect(ends).toHaveLength(1);
      expect(conditions).toContain(ends[0]?.condition);
    });
  });

  it('an unclosed tag is waited for no longer than the wire', async () => {
    let hangUp = () => {};
    const ends = endOf(kind, (moment, say) => {
      if (moment === 'open') say(`<message xmlns='jabber:client'><body`);
      if (moment === 'open') hangUp();
      return moment === 'open';
    });
    hangUp = () => void setImmediate(() => server?.stop());
    expect((await ends)[0]).toMatchObject({ phase: kind === 'bosh' ? 'bosh-session' : 'features' });
  });

  it('stanzas before authentication', async () => {
    const [end] = await endOf(kind, sayAt('open', `<message xmlns='jabber:client'><body>hi</body></message>`));
    expect(end).toMatchObject({ kind: 'stream-error', condition: 'not-authorized', phase: 'features' });
  });

  it('features again and again', async () => {
    const twice = features
      .sasl('PLAIN')
      .replace('<stream:features', "$& xmlns:stream='http://etherx.jabber.org/streams'");
    const [end] = await endOf(kind, sayAt('restart', twice));
    expect(end).toMatchObject({ kind: 'stream-error', condition: 'unsupported-feature', phase: 'bind' });
  });

  it('a stream that never stops being unclosed is cut off early', async () => {
    let sent = 0;
    const flood: Misbehave = (moment, say) => {
      if (moment !== 'open' || kind !== 'tcp') return sayAt('open', tenMegabytes)(moment, say);
      say(`<message xmlns='jabber:client'><body>`);
      const more = () => {
        sent += 65_536;
        say('x'.repeat(65_536));
        if (sent < 256 * 1_048_576 && server !== null) setImmediate(more);
      };
      more();
      return true;
    };
    const before = process.memoryUsage().rss;
    const ends = await endOf(kind, flood);
    expect(ends[0]?.condition).toMatch(/policy-violation|too-much-data|bad-body/);
    expect(sent, 'bytes until the client had left').toBeLessThan(64 * 1_048_576);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1_048_576);
    sent = Number.POSITIVE_INFINITY;
  });
});
