/** An address that names no target is answered without asking the database. */
import { expect, test } from 'vitest';
import { loadTarget } from '../../app/lib/snapshots';

test.each([[['%']], [['lab', 'a', '%zz']], [['only-one-part']], [['']]])('%j is no target', async (path) => {
  expect(await loadTarget(path)).toBeNull();
});
