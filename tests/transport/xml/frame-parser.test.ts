/** The parser of framed transports: one element per frame, one parser per session. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { XmlLimits } from '../../../server/transport/xml/error';
import { createFrameParser, type Frame } from '../../../server/transport/xml/frame-parser';

function read(frames: readonly (string | Buffer)[], limits: Partial<XmlLimits> = {}): string[] {
  const parse = createFrameParser(limits);
  return frames.map((text) => words(parse(text)));
}

function words(frame: Frame): string {
  switch (frame.kind) {
    case 'element':
      return frame.element.toString();
    case 'empty':
      return 'empty';
    case 'error':
      return `error ${frame.error.condition}`;
  }
}

describe('a frame', () => {
  test('is one element, and shares nothing with the one before', () => {
    expect(read(["<a xmlns='urn:1' xmlns:p='urn:p'><p:b/></a>", '<a/>', ' <c>é</c>\r\n', Buffer.from('<d/>')])).toEqual(
      ['<a xmlns="urn:1" xmlns:p="urn:p"><p:b/></a>', '<a/>', '<c>é</c>', '<d/>'],
    );
    expect(read(["<a xmlns:p='urn:p'/>", '<p:b/>'])).toEqual(['<a xmlns:p="urn:p"/>', 'error bad-namespace-prefix']);
  });

  test('may be nothing', () => {
    expect(read(['', ' \n', '<a/>'])).toEqual(['empty', 'empty', '<a/>']);
  });

  test.each([
    ['two elements', '<a/><b/>', 'bad-format'],
    ['an element that goes on', '<a><b/>', 'not-well-formed'],
    ['half a tag', '<a/><', 'bad-format'],
    ['a quote that stays open', "<a b='c", 'not-well-formed'],
    ['one closing tag too many', '<a/></a>', 'not-well-formed'],
    ['the end of what it never opened', '</frames>', 'not-well-formed'],
    ['text', 'hello', 'not-well-formed'],
    ['text beside the element', 'hello<a/>', 'bad-format'],
    ['text behind the element', '<a/>hello', 'bad-format'],
    ['a document type', '<!DOCTYPE a><a/>', 'restricted-xml'],
    ['an XML declaration', "<?xml version='1.0'?><a/>", 'not-well-formed'],
    ['an entity', '<a>&x;</a>', 'restricted-xml'],
  ])('is not %s', (_what, frame, condition) => {
    expect(read(['<a/>', frame, '<b/>'])).toEqual(['<a/>', `error ${condition}`, `error ${condition}`]);
  });

  test('has no more bytes than the cap', () => {
    const frame = (bytes: number) => `<a>${'x'.repeat(bytes - 7)}</a>`;
    expect(read([frame(1_000), frame(1_001)], { maxStanzaBytes: 1_000 }).at(-1)).toBe('error policy-violation');
    expect(read([frame(1_000), frame(1_000)], { maxStanzaBytes: 1_000 }).at(-1)).toMatch(/^<a>x/);
  });

  test('of random text never throws, and finds no bug', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'a',
      'b',
      '=',
      '"',
      "'",
      '&',
      ';',
      'amp',
      '<!',
      '[CDATA[',
      ']]>',
      '--',
      '?',
      ' ',
      'é',
      ':',
      'xmlns',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 15 }).map((parts) => parts.join(''))), (frames) => {
        expect(read(frames)).not.toContain('error undefined-condition');
      }),
      { numRuns: 1_000 },
    );
  });
});
