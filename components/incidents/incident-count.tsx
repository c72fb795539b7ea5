'use client';
/** On every page: how many incidents are open, and the way to them. */
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import classes from './incident-count.module.css';
import { useIncidents } from './incidents-context';
import { openOnes } from './model';
import { countWords } from './words';

export function IncidentCount() {
  const open = openOnes(useIncidents() ?? []);
  const [first] = open;
  return (
    <span role="status" className={classes.holder}>
      {first !== undefined && (
        <Link
          href={open.length === 1 ? `/incidents/${encodeURIComponent(first.id)}` : '/incidents'}
          className={classes.count}
          data-severity={first.severity}
          title={first.title}
        >
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span className={classes.words}>{countWords(open)}</span>
        </Link>
      )}
    </span>
  );
}
