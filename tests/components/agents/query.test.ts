import { describe, expect, test } from 'vitest';
import { afterGridKey } from '../../../components/agents/grid-keys';
import { heldUntil, noHand, resortAt } from '../../../components/agents/order-keeper';
import {
  byAttention,
  everyone,
  isNarrowed,
  pressed,
  queryOf,
  searchOf,
  widened,
} from '../../../components/agents/query';

const query = (text: string) => queryOf(new URLSearchParams(text));

describe('the address of a view', () => {
  const address =
    'teams=cc/1,cc/2&q=ana&team=cc/1&team=cc/2&health=at-risk&state=NOT_READY&side=&site=Lyon%3A+north&sort=-since&agent=cc/1001';

  test('says everything, and keeps the scope that it was given', () => {
    const params = new URLSearchParams(address);
    expect(searchOf(queryOf(params), params)).toBe(`?${address}`);
  });

  test('is empty when nothing is asked', () => {
    expect(searchOf(everyone, new URLSearchParams())).toBe('');
    expect(isNarrowed(everyone)).toBe(false);
    expect(isNarrowed(query('site='))).toBe(true);
  });

  test('what it does not know is left out', () => {
    expect(query('health=fine&sort=salary&side=A&side=A')).toEqual({ ...everyone, side: ['A'] });
  });

  test('everybody again keeps the order', () => {
    expect(widened(query('q=x&team=cc/1&sort=name'))).toEqual({ ...everyone, sort: { by: 'name', descending: false } });
  });
});

test('a column is pressed up, down, and back to the first rule', () => {
  const up = pressed(byAttention, 'team');
  const down = pressed(up, 'team');
  expect([up, down, pressed(down, 'team'), pressed(down, 'name')]).toEqual([
    { by: 'team', descending: false },
    { by: 'team', descending: true },
    byAttention,
    { by: 'name', descending: false },
  ]);
});

describe('keys', () => {
  const press = (key: string, active: number, rows = 100) => afterGridKey(key, { active, rows, page: 20 });
  const table: [string, number, number][] = [
    ['j', -1, 0],
    ['ArrowDown', 4, 5],
    ['j', 99, 99],
    ['k', 4, 3],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['PageDown', 4, 23],
    ['PageDown', 95, 99],
    ['PageUp', 50, 31],
    ['PageUp', 3, 0],
  ];
  test.each(table)('%s at row %d', (key, active, to) => expect(press(key, active)).toEqual({ kind: 'move', to }));

  test('others', () => {
    expect(press('Enter', 3)).toEqual({ kind: 'open' });
    expect(press('Enter', -1)).toEqual({ kind: 'none' });
    expect(press('j', -1, 0)).toEqual({ kind: 'none' });
    expect(press('/', 3)).toEqual({ kind: 'search' });
    expect(press('Escape', 3)).toEqual({ kind: 'close' });
    expect(press('x', 3)).toEqual({ kind: 'none' });
  });
});

describe('a new order comes', () => {
  test('at once after quiet, then once a second', () => {
    expect(resortAt(0, noHand, 5_000)).toBe(5_000);
    expect(resortAt(4_800, noHand, 5_000)).toBe(5_800);
  });

  test('not under a pointer or focus that aims; one that rests for ten seconds aims at nothing', () => {
    const hand = { pointerAt: 4_000, keyAt: null };
    expect(resortAt(0, hand, 5_000)).toBe(14_000);
    expect(heldUntil(hand, 13_999)).toBe(14_000);
    expect(heldUntil(hand, 14_000)).toBeNull();
    expect(resortAt(0, { pointerAt: 4_000, keyAt: 9_000 }, 14_500)).toBe(19_000);
  });
});
