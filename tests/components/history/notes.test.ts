/** Incidents on an axis: one flag where several have no room, the most urgent first, and in words. */
import { expect, test } from 'vitest';
import type { HistoryNote } from '#contract';
import { handlesOf, noteSentence } from '../../../components/history/notes';

const note = (change: Partial<HistoryNote>): HistoryNote => ({
  ...{ kind: 'incident', from: 0, to: 60_000, goesOn: false, text: 'Server A is out', severity: 'high' },
  ...{ incidentId: 'a', count: 1, ...change },
});

test('those that begin in the same place share a flag that leads to the most urgent', () => {
  const notes = [
    note({ incidentId: 'a', from: 100_000, severity: 'ticket' }),
    note({ incidentId: 'b', from: 104_000, severity: 'page', text: 'All is out' }),
    note({ incidentId: 'c', from: 900_000, to: 1_000_000, goesOn: true }),
    note({ kind: 'silence', incidentId: null, from: 500_000 }),
  ];
  const handles = handlesOf(notes, { from: 0, to: 1_000_000 }, 10, 'UTC');
  expect(handles.map((h) => [h.share, h.note.incidentId, h.count])).toEqual([
    [0.15, 'b', 2],
    [0.95, 'c', 1],
  ]);
  expect(handles[0]?.label).toMatch(/Incident for .*: All is out, and 1 more here$/);
});

test('what goes on says so, and what is elsewhere has no flag', () => {
  expect(noteSentence(note({ goesOn: true }))).toBe('Incident, going on for 1:00: Server A is out');
  expect(handlesOf([note({ to: 5 })], { from: 10, to: 20 }, 10, 'UTC')).toEqual([]);
});
