/** What explains the charts of a place over a range: notes of incidents, silences and maintenance, and a cluster's marks. */
import { type ClusterMarks, type HistoryNote, type Incident, incidentFor, markedTypes, type Scope } from '#contract';
import type { Span } from '../../server/domain/history/timeline';
import { marksOf, notesOf, type Place } from '../../server/domain/review/marks';
import { loadMaintained } from './maintained';
import { store } from './store';
import { wallTime } from './time';

const NOTES_READ = 500;
/** What can be told apart on the width of a screen. */
const NOTES_SHOWN = 80;
const MARKS_SHOWN = 120;
const FACTS_READ = 20_000;
/** Of more targets, what each was configured to before the range is not looked up. */
const CONFIGURED_READ = 50;

/** @param scope only what those may see of it who see these teams */
export async function loadNotes(place: Place, range: Span, now: number, scope: Scope): Promise<HistoryNote[]> {
  const reads = await store();
  const [incidents, silences, maintained] = await Promise.all([
    reads.incidentsBetween(place.clusterKey, range, NOTES_READ),
    // Who mutes what, and why, is told to those who may see all.
    scope === null ? reads.silencesBetween(range, NOTES_READ) : [],
    loadMaintained(range),
  ]);
  const inSight = incidents.flatMap((i): Incident[] => {
    const seen = incidentFor(i, scope);
    return seen === null ? [] : [seen];
  });
  return notesOf({ incidents: inSight, silences, maintained: maintained(place) }, place, range, now, NOTES_SHOWN);
}

/** Changes of what is watched and of certificates, and starts of Holdfast: what may explain how the agents of a cluster fared. */
export async function loadClusterMarks(clusterKey: string, range: Span, scope: Scope): Promise<ClusterMarks> {
  const reads = await store();
  const keys = (await reads.targetsKnown()).flatMap((t) => (t.clusterKey === clusterKey ? [t.key] : []));
  const types = markedTypes.filter((t) => t === 'target-configured' || t === 'certificate-changed');
  const [facts, before, starts, notes] = await Promise.all([
    reads.factsBetween(keys, types, range, FACTS_READ),
    Promise.all(keys.slice(0, CONFIGURED_READ).map((key) => reads.configuredBefore(key, range.from))),
    reads.observerFactsBetween(['observer-started'], range, FACTS_READ),
    loadNotes({ clusterKey, nodeKey: null, target: null }, range, wallTime(), scope),
  ]);
  return { ...range, marks: marksOf([...before.flat(), ...facts, ...starts], range, MARKS_SHOWN), notes };
}
