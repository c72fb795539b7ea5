'use client';
/** The heading of the settings, and their sections beside every page of them. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import type { SectionGroupOf } from '../sections';
import classes from './settings-frame.module.css';

export function SettingsFrame({ groups, children }: { groups: readonly SectionGroupOf[]; children: ReactNode }) {
  const path = usePathname();
  const isHere = (href: string) => path === href || path.startsWith(`${href}/`);
  const here = groups.flatMap((g) => g.sections).find((s) => isHere(s.href));
  return (
    <div className={classes.frame}>
      <p className={classes.title}>
        <Link href="/settings">Settings</Link>
      </p>
      <nav aria-label="Settings" className={classes.side}>
        <Groups groups={groups} isHere={isHere} />
      </nav>
      {/* Another page closes it. */}
      <details key={path} className={classes.small}>
        <summary>{here?.name ?? 'All settings'}</summary>
        <nav aria-label="Settings">
          <Groups groups={groups} isHere={isHere} />
        </nav>
      </details>
      <div className={classes.content}>{children}</div>
    </div>
  );
}

function Groups({ groups, isHere }: { groups: readonly SectionGroupOf[]; isHere(href: string): boolean }) {
  return groups.map((group) => (
    <div key={group.name} className={classes.group}>
      <p className={classes.name}>{group.name}</p>
      <ul>
        {group.sections.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} className={classes.link} aria-current={isHere(href) ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ));
}
