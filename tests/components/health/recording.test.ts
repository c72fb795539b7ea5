/** What every page says while nothing is recorded. */
import { expect, test } from 'vitest';
import { recordingSentence } from '../../../components/health/recording-banner';
import { nineFourteen as t } from '../made-up';

test('since when nothing is recorded, why, and that it is measured all the same', () => {
  expect(recordingSentence({ state: 'ok' }, 'UTC')).toBeNull();
  expect(recordingSentence({ state: 'refused', kind: 'disk-full', since: t }, 'UTC')).toBe(
    'Not recorded since 09:14:02: the disk is full; make room where the database lies. Measuring goes on.',
  );
});
