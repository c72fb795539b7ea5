'use client';
/** The audit log: filters, the entries of a page, and the ways to take it away. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import type { AuditEntryView, EpochMs } from '#contract';
import { useBasePath } from '../people/viewer-context';
import classes from './audit.module.css';
import { AuditEntryRow } from './entry-row';
import { AuditFilters, type FilterTexts } from './filters';

export interface AuditSnapshot {
  at: EpochMs;
  entries: readonly AuditEntryView[];
  /** Of the next page; null: these are the oldest. */
  next: string | null;
  /** Not the first page. */
  isLater: boolean;
  actors: readonly string[];
  filter: FilterTexts;
  keptDays: number;
}

export function AuditView({ at, entries, next, isLater, actors, filter, keptDays }: AuditSnapshot) {
  const basePath = useBasePath();
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const exported = new URLSearchParams(query);
  for (const day of ['from', 'to'] as const) {
    const text = exported.get(day);
    if (text !== null) exported.set(day, String(Date.parse(text) + (day === 'to' ? 86_400_000 : 0)));
  }
  const page = (more: Record<string, string>) => {
    const all = new URLSearchParams(query);
    for (const [name, value] of Object.entries(more)) all.set(name, value);
    return all.size === 0 ? '/settings/audit' : `/settings/audit?${all}`;
  };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div>
          <h1>Audit log</h1>
          <p className={classes.sentence}>Who changed or saw what. Kept for {keptDays} days.</p>
        </div>
        <div className={classes.row}>
          <Button component="a" variant="default" size="sm" href={`${basePath}/api/v1/audit.csv?${exported}`}>
            CSV
          </Button>
          <Button component="a" variant="default" size="sm" href={`${basePath}/api/v1/audit.json?${exported}`}>
            JSON
          </Button>
        </div>
      </div>
      <AuditFilters key={query.toString()} actors={actors} filter={filter} />
      {entries.length === 0 ? (
        <p className={classes.none}>
          {query.size === 0 && !isLater ? 'Nothing was done yet.' : 'Nothing of that kind in this time.'}
        </p>
      ) : (
        <ol className={classes.list} aria-label="Entries, newest first">
          {entries.map((entry) => (
            <AuditEntryRow key={entry.id} entry={entry} now={at} />
          ))}
        </ol>
      )}
      <nav aria-label="Pages of the log" className={classes.row}>
        {isLater && (
          <Link className={classes.turn} href={page({})}>
            Newest
          </Link>
        )}
        {next !== null && (
          <Link className={classes.turn} href={page({ cursor: next })}>
            Older
          </Link>
        )}
      </nav>
    </div>
  );
}
