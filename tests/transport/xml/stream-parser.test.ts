/** The parser of TCP streams: what it hands out, what it refuses, and that nothing a peer sends costs more than the cap. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { XmlLimits } from '../../../server/transport/xml/error';
import { createStreamParser } from '../../../server/transport/xml/stream-parser';

const HEADER =
  "<?xml version='1.0'?><stream:stream id='s1' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:db='jabber:server:dialback'>";

/** What the parser told, in words. */
function read(chunks: readonly (string | Buffer)[], limits: Partial<XmlLimits> = {}): string[] {
  const log: string[] = [];
  const parser = createStreamParser(
    {
      onOpen: (root) => log.push(`open ${root.local} in ${root.ns} as ${root.attrs.id}`),
      onElement: (element) => log.push(element.toString()),
      onEnd: () => log.push('end'),
      onError: (error) => log.push(`error ${error.condition}`),
    },
    limits,
  );
  for (const chunk of chunks) parser.write(Buffer.from(chunk));
  return log;
}

const OPEN = 'open stream in http://etherx.jabber.org/streams as s1';
/** After a good header. */
const readBody = (...chunks: (string | Buffer)[]) => read([HEADER, ...chunks]).slice(1);

describe('hands out', () => {
  test('the header, elements as they complete, and the end', () => {
    const log = read([
      HEADER,
      '<message><body>hi</body></message><presence/>',
      '<iq id="1"',
      '/> \n',
      '</stream:stream>',
    ]);
    expect(log).toEqual([
      OPEN,
      '<message xmlns="jabber:client"><body>hi</body></message>',
      '<presence xmlns="jabber:client"/>',
      '<iq id="1" xmlns="jabber:client"/>',
      'end',
    ]);
  });

  test('elements that stand alone: they name the namespaces that were the root’s', () => {
    expect(readBody('<stream:features><db:x db:y="1"/></stream:features><a db:z="2"/>')).toEqual([
      '<stream:features xmlns:stream="http://etherx.jabber.org/streams"><db:x db:y="1" xmlns:db="jabber:server:dialback"/></stream:features>',
      '<a db:z="2" xmlns="jabber:client" xmlns:db="jabber:server:dialback"/>',
    ]);
  });

  test('the five entities, characters by number, and CDATA', () => {
    expect(readBody('<a b="&quot;&#x41;">&lt;&amp;&gt;&apos;<![CDATA[<!DOCTYPE &x;]]></a>')).toEqual([
      '<a b="&quot;A" xmlns="jabber:client">&lt;&amp;&gt;\'&lt;!DOCTYPE &amp;x;</a>',
    ]);
  });

  test('nothing for keepalives, however many', () => {
    expect(readBody(...Array.from({ length: 50_000 }, () => ' '), '<a/>')).toEqual(['<a xmlns="jabber:client"/>']);
  });

  test('nothing after it was stopped by a handler', () => {
    const log: string[] = [];
    const parser = createStreamParser({
      onOpen: () => {},
      onElement(element) {
        log.push(element.name);
        parser.stop();
      },
      onEnd: () => log.push('end'),
      onError: () => log.push('error'),
    });
    parser.write(Buffer.from(`${HEADER}<a/><b/><c></d>`));
    parser.write(Buffer.from('<e/>'));
    expect(log).toEqual(['a']);
  });
});

describe('refuses', () => {
  test.each([
    ['a document type before the root', ['<!DOCTYPE a [<!ENTITY x "y">]><a/>'], 'restricted-xml'],
    ['a document type inside', [HEADER, '<!DOCTYPE a>'], 'restricted-xml'],
    ['a document type in pieces', [HEADER, '<a/><!DOC', 'TYPE a>'], 'restricted-xml'],
    ['an entity', [HEADER, '<a>&lol;</a>'], 'restricted-xml'],
    ['a broken reference that swallows one of the five', [HEADER, '&<a>&amp;</a>'], 'not-well-formed'],
    ['an entity in many pieces', [HEADER, '<a>&', 'l', 'o', 'l;</a>'], 'restricted-xml'],
    ['an entity in an attribute', [HEADER, '<a b="&lol;"/>'], 'restricted-xml'],
    ['a comment', [HEADER, '<!-- x -->'], 'restricted-xml'],
    ['a processing instruction', [HEADER, '<?x y?>'], 'restricted-xml'],
    ['a character that XML forbids', [HEADER, '<a>&#0;</a>'], 'not-well-formed'],
    ['the wrong closing tag', [HEADER, '<a></b>'], 'not-well-formed'],
    ['the wrong closing tag of the stream', [HEADER, '</stream>'], 'not-well-formed'],
    ['an attribute twice', [HEADER, '<a b="1" b="2"/>'], 'not-well-formed'],
    ['an attribute twice by two prefixes', [HEADER, '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'], 'not-well-formed'],
    ['an unbound prefix', [HEADER, '<x:a/>'], 'bad-namespace-prefix'],
    ['an unbound prefix of an attribute', [HEADER, '<a x:b="1"/>'], 'bad-namespace-prefix'],
    ['text between stanzas', [HEADER, 'x<a/>'], 'bad-format'],
    ['another encoding', ["<?xml version='1.0' encoding='latin1'?>"], 'unsupported-encoding'],
    ['bytes that are not UTF-8', [HEADER, Buffer.from([0x3c, 0x61, 0xff, 0x3e])], 'unsupported-encoding'],
    ['something that is not XML at all', ['HTTP/1.1 400 Bad Request\r\n'], 'not-well-formed'],
    ['names that break objects', [HEADER, '<a hasOwnProperty="1"/>'], 'policy-violation'],
  ])('%s', (_what, chunks, condition) => {
    expect(read(chunks).at(-1)).toBe(`error ${condition}`);
    // An element that was never complete is not handed out.
    expect(read(chunks).filter((line) => line.startsWith('<'))).toEqual(chunks.includes('<a/><!DOC') ? [A] : []);
  });

  const A = '<a xmlns="jabber:client"/>';
  const limits = { maxStanzaBytes: 1_000, maxDepth: 5, maxAttributes: 4, maxElements: 6 };
  test.each([
    ['a stanza of the cap', `<a>${'x'.repeat(993)}</a>`, true],
    ['a byte more', `<a>${'x'.repeat(994)}</a>`, false],
    ['bytes, not characters', `<a>${'é'.repeat(500)}</a>`, false],
    ['four levels below the root', '<a><b><c><d/></c></b></a>', true],
    ['five', '<a><b><c><d><e/></d></c></b></a>', false],
    ['four attributes', '<a b="" c="" d="" e=""/>', true],
    ['five attributes', '<a b="" c="" d="" e="" f=""/>', false],
    ['six elements', '<a><b/><b/><b/><b/><b/></a>', true],
    ['seven elements', '<a><b/><b/><b/><b/><b/><b/></a>', false],
  ])('by its limits: %s', (_what, xml, passes) => {
    for (const after of ['', xml, xml + xml]) {
      const log = read([HEADER, after, xml], limits);
      expect(log.at(-1)?.startsWith('<a')).toBe(passes);
      if (!passes) expect(log.at(-1)).toBe('error policy-violation');
    }
  });

  test.each([
    ['text', '<a>', 'x'.repeat(100)],
    ['an attribute', '<a b="', 'x'.repeat(100)],
    ['a name', '<a', 'x'.repeat(100)],
    ['a comment', '<!--', 'x'.repeat(100)],
    ['a document type', '<!DOCTYPE x [', '<!ENTITY x "y">'],
    ['entities', '<a>', '&amp;&lt;'],
    ['whitespace in a stanza', '<a>', ' '.repeat(100)],
    ['a CDATA section', '<a><![CDATA[', ']]'.repeat(50)],
    ['single characters', '<a>', 'x'],
  ])('30 MB of %s that never end, at the cap and not later', (_what, start, more) => {
    let condition = '';
    const parser = createStreamParser({
      onOpen: () => {},
      onElement: () => {},
      onEnd: () => {},
      onError: (error) => {
        condition = error.condition;
      },
    });
    parser.write(Buffer.from(HEADER + start));
    const chunk = Buffer.from(more);
    let fed = 0;
    for (; fed < 30_000_000 && condition === ''; fed += chunk.length) parser.write(chunk);
    expect(['policy-violation', 'restricted-xml', 'not-well-formed']).toContain(condition);
    expect(fed).toBeLessThan(1_048_576 + 8_192);
  });
});

/** Cuts a text at any bytes. */
const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [0, ...[...at].map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i] ?? 0, end));
};
const cuts = fc.array(fc.nat(), { maxLength: 30 });

const name = fc.constantFrom('a', 'body', 'x-y', 'é', 'stream:error', 'db:z');
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((s) => s.replace(/[&<>"'\p{Cc}\p{Cs}\p{Cn}]/gu, '…'));
const raw = fc.oneof(text, fc.constantFrom('&amp;', '&#233;', '<![CDATA[<x>]]>', ' ', '\r\n', '😀'));
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(name, fc.option(text), fc.array(fc.oneof({ depthSize: 'small' }, raw, tie('element')), { maxLength: 4 }))
    .map(([n, attr, children]) => `<${n}${attr === null ? '' : ` k='${attr}'`}>${children.join('')}</${n}>`),
}));

describe('fuzzed', () => {
  test('random elements come out the same, whatever the cuts', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), cuts, (elements, at) => {
        const whole = Buffer.from(`${HEADER + elements.join('')}</stream:stream>`);
        const log = read([whole]);
        expect(log).toHaveLength(elements.length + 2);
        expect(read(cut(whole, at))).toEqual(log);
      }),
      { numRuns: 300 },
    );
  });

  test('damaged elements end the same way, whatever the cuts', () => {
    const damage = fc.tuple(fc.nat(), fc.constantFrom('<', '>', '&', '"', '</', '<!', ']]>', '\u0000', '<?', '/', 'x'));
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 3 }), damage, cuts, (elements, [place, what], at) => {
        const xml = elements.join('');
        const i = place % xml.length;
        const whole = Buffer.from(`${HEADER + xml.slice(0, i) + what + xml.slice(i)}</stream:stream>`);
        const log = read([whole]);
        expect(log).not.toContain('error undefined-condition');
        expect(read(cut(whole, at))).toEqual(log);
      }),
      { numRuns: 500 },
    );
  });

  test('random bytes never throw, and never find a bug in the parser', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), cuts, fc.boolean(), (bytes, at, afterHeader) => {
        const whole = Buffer.concat([Buffer.from(afterHeader ? HEADER : '<'), bytes]);
        expect(read(cut(whole, at))).not.toContain('error undefined-condition');
      }),
      { numRuns: 500 },
    );
  });
});
