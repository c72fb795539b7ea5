/** What keeps an incident from being told for now, and the way there. It is evaluated and shown all the same. */
import Link from 'next/link';
import type { Incident, Mute } from '#contract';
import { useMay } from '../people/viewer-context';
import classes from './incidents.module.css';

const words: Record<Mute['by'], string> = {
  cause: 'Inhibited: nobody is told, because it is',
  group: 'Inhibited: nobody is told, because it is',
  silence: 'Muted:',
  maintenance: 'Muted by maintenance:',
};

export function MutedBy({ incident }: { incident: Pick<Incident, 'mutedBy'> }) {
  const { mutedBy } = incident;
  const seesAlerting = useMay('see-alerting');
  if (mutedBy === null) return null;
  const { by, ref, text } = mutedBy;
  const inhibited = by === 'cause' || by === 'group';
  const where = inhibited
    ? `/incidents/${encodeURIComponent(ref)}`
    : `/alerting/${by === 'silence' ? 'silences' : 'maintenance'}`;
  return (
    <p className={classes.muted}>
      {words[by]} {inhibited || seesAlerting ? <Link href={where}>{text}</Link> : text}. Its end will be told to whoever
      was told of it.
    </p>
  );
}
