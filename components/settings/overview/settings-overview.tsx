/** Every section in a sentence. */
import Link from 'next/link';
import type { SectionGroupOf } from '../sections';
import classes from './settings-overview.module.css';

export function SettingsOverview({ groups }: { groups: readonly SectionGroupOf[] }) {
  return (
    <>
      <h1>Settings</h1>
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
