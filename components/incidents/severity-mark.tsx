/** How urgent an incident is, in a word and a colour; what is over or muted is quiet. */
import type { Incident } from '#contract';
import classes from './incidents.module.css';
import { severityWords } from './words';

export function SeverityMark({ incident }: { incident: Pick<Incident, 'severity' | 'status' | 'mutedBy'> }) {
  const quiet = incident.status === 'resolved' || incident.mutedBy !== null;
  return (
    <span className={classes.severity} data-severity={quiet ? 'quiet' : incident.severity}>
      {severityWords[incident.severity]}
    </span>
  );
}
