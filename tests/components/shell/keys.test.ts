/** The keyboard: two keys in time go to a page, a question mark asks for help. */
import { expect, test } from 'vitest';
import { afterKey, type Waiting } from '../../../components/shell/keys';
import { pages } from '../../../components/shell/pages';

/** Presses keys at times; tells what was asked for. */
function press(...keys: [key: string, at: number][]): string[] {
  let waiting: Waiting = { kind: 'nothing' };
  return keys.flatMap(([key, at]) => {
    const { next, action } = afterKey(waiting, key, at, pages);
    waiting = next;
    return action === null ? [] : [action.kind === 'go' ? action.href : action.kind];
  });
}

test('g o goes to the overview', () => expect(press(['g', 0], ['o', 800])).toEqual(['/']));
test('not when the second key comes too late, or another between', () => {
  expect(press(['g', 0], ['o', 1_600])).toEqual([]);
  expect(press(['g', 0], ['x', 100], ['o', 200])).toEqual([]);
});
test('? helps, also in the middle of a sequence', () => expect(press(['g', 0], ['?', 100])).toEqual(['help']));
test('g a goes to the agents, / finds one', () =>
  expect(press(['g', 0], ['a', 100], ['/', 5_000])).toEqual(['/agents', 'find']));
