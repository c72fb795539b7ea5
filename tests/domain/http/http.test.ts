/** What every request has to pass, and how lists, marks and limits are decided. */
import { describe, expect, it } from 'vitest';
import { isKnown } from '../../../server/domain/http/etag';
import { refusalOfAddress, refusalOfJson } from '../../../server/domain/http/json-refusal';
import { pageOf } from '../../../server/domain/http/paging';
import { take } from '../../../server/domain/http/rate';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('JSON from outside', () => {
  it('is neither too deep nor endless, and holds no text that a database refuses', () => {
    expect(refusalOfJson({ a: [1, 'é', { b: null }] })).toBeNull();
    expect(refusalOfJson(nested(40))).toBeNull();
    expect(refusalOfJson(nested(60))).toMatch(/deeper than 40/);
    expect(refusalOfJson(nested(50_000))).toMatch(/deeper than 40/);
    const endless: unknown[] = [];
    endless.push(endless);
    expect(refusalOfJson(endless)).toMatch(/deeper than 40/);
    for (const text of ['a\u0000b', '\ud800']) {
      expect(refusalOfJson([text])).not.toBeNull();
      expect(refusalOfJson({ [text]: 1 })).not.toBeNull();
    }
    expect(refusalOfJson(JSON.parse('{"__proto__":1}'))).not.toBeNull();
  });

  it('comes to an address without control characters', () => {
    for (const url of ['/a%00', '/a%0d%0aX:1', '/a?b=%7F', '/a?b=%1b']) expect(refusalOfAddress(url)).not.toBeNull();
    expect(refusalOfAddress('/a%20b?c=%C3%A9')).toBeNull();
  });
});

it('a mark is known by its letters, weak or not', () => {
  expect([isKnown(null, 'W/"a"'), isKnown('"b", "a"', 'W/"a"'), isKnown('*', 'W/"a"')]).toEqual([false, true, true]);
  expect(isKnown('W/"ab"', 'W/"a"')).toBe(false);
});

it('a bucket empties at once and fills up with time, never over its brim', () => {
  const policy = { name: 'key', burst: 2, perSecond: 1 };
  const first = take(undefined, 0, policy);
  const second = take(first.bucket, 0, policy);
  const third = take(second.bucket, 0, policy);
  expect([first, second, third].map((t) => [t.allowed, t.remaining, t.retryAfterS])).toEqual([
    [true, 1, 0],
    [true, 0, 1],
    [false, 0, 1],
  ]);
  expect(take(third.bucket, 1_000, policy).allowed).toBe(true);
  expect(take(third.bucket, 3_600_000, policy).remaining).toBe(1);
  // A clock that went back neither gives nor takes.
  expect(take({ tokens: 1, at: 5_000 }, 0, policy).remaining).toBe(0);
});

it('a page goes on after a key, also when that item has gone meanwhile', () => {
  const list = ['c', 'a', 'b', 'd'];
  const first = pageOf(list, (x) => x, { after: null, limit: 2 });
  expect(first).toEqual({ items: ['a', 'b'], after: 'b' });
  const rest = pageOf(['a', 'c', 'd'], (x) => x, { after: first.after, limit: 2 });
  expect(rest).toEqual({ items: ['c', 'd'], after: null });
});
