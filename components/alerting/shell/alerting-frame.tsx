'use client';
/** The heading and the tabs above every page of alerting. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import classes from './alerting-frame.module.css';
import { alertingTabs } from './tabs';

export function AlertingFrame({ children }: { children: ReactNode }) {
  const path = usePathname();
  return (
    <div className={classes.frame}>
      <h1>Alerting</h1>
      <nav aria-label="Alerting" className={classes.tabs}>
        {alertingTabs.map(({ href, name }) => (
          <Link
            key={href}
            href={href}
            className={classes.tab}
            aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}
