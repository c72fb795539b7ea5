'use client';
/** What is missing first, then every section in a sentence. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import type { SectionGroupOf } from '../sections';
import page from '../shell/page.module.css';
import type { Standing } from './model';
import classes from './settings-overview.module.css';

export function SettingsOverview({ groups, standing }: { groups: readonly SectionGroupOf[]; standing: Standing }) {
  return (
    <>
      <h1>{titleOf(standing)}</h1>
      {standing.problems.length > 0 && (
        <ul className={page.card} aria-label="Not in force">
          {standing.problems.map(({ words, href }) => (
            <li key={words} className={page.fault}>
              <Link href={href}>Not in force</Link>. {words}.
            </li>
          ))}
        </ul>
      )}
      {standing.missing.length > 0 && (
        <ul className={page.list} aria-label="Not set up yet">
          {standing.missing.map(({ words, why, href, action }) => (
            <li key={words} className={classes.step}>
              <p>
                <b>{words}</b> <span className={classes.why}>{why}</span>
              </p>
              <Button component={Link} href={href} size="xs" variant="default">
                {action}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.name} className={classes.group} aria-labelledby={`settings-${group.name}`}>
            <h2 id={`settings-${group.name}`}>{group.name}</h2>
            <ul className={classes.list}>
              {group.sections.map(({ href, name, about }) => (
                <li key={href}>
                  <Link href={href}>{name}</Link>
                  <p>{about}</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function titleOf({ missing, problems }: Standing): string {
  if (problems.length > 0)
    return problems.length === 1 ? 'One part is not in force' : `${problems.length} parts are not in force`;
  if (missing.length === 0) return 'Everything is set up';
  return missing.length === 1 ? 'One thing is not set up yet' : `${missing.length} things are not set up yet`;
}
