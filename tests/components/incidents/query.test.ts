/** The list of incidents as its address says it, and back. */
import { expect, test } from 'vitest';
import { joined, queryOf, searchOf, shownIncidents } from '../../../components/incidents/query';
import { incidentOf, T } from '../../support/outage-facts';

const open = incidentOf({ id: 'open', status: 'open', resolved: null, openedAt: T - 400 * 86_400_000 });
const over = incidentOf({ id: 'over', kind: 'certificate', severity: 'high', clusterKey: null });
const old = incidentOf({ id: 'old', openedAt: T - 30 * 86_400_000 });
const shown = (search: string) =>
  shownIncidents([open, over, old], queryOf(new URLSearchParams(search)), T + 60_000).map((i) => i.id);

test('what is asked for is in the address, and what makes no sense asks for nothing', () => {
  for (const search of ['?status=open&severity=page&kind=account&cluster=cc&back=1y', '?severity=in-page', ''])
    expect(searchOf(queryOf(new URLSearchParams(search)))).toBe(search);
  expect(searchOf(queryOf(new URLSearchParams('?status=broken&kind=x&back=never&cluster=')))).toBe('');
});

test('open ones are in it however long ago they began', () => {
  expect(shown('')).toEqual(['open', 'over']);
  expect(shown('back=90d')).toEqual(['open', 'over', 'old']);
  expect(shown('status=resolved')).toEqual(['over']);
  expect(shown('kind=certificate&severity=high')).toEqual(['over']);
  expect(shown('cluster=cc')).toEqual(['open']);
});

test('what came since the page was made stands, whichever revision came first', () => {
  const acknowledged = { ...open, revision: open.revision + 1, assignedTo: 'J. Kim' };
  expect(joined([open], [acknowledged, over]).map((i) => i.assignedTo)).toEqual(['J. Kim', null]);
  expect(joined([acknowledged], [open])[0]?.assignedTo).toBe('J. Kim');
});
