'use client';
/** Product name, navigation, and how live the page is. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useRef } from 'react';
import { IncidentCount } from '../incidents/incident-count';
import { AccountMenu } from '../people/account-menu';
import { IfMay, useViewer } from '../people/viewer-context';
import { FindAgent } from './find-agent';
import classes from './header.module.css';
import { HelpButton, HelpDialog } from './help';
import { LiveIndicator } from './live-indicator';
import { NoticeSwitch } from './notice-switch';
import { pages as allPages, type PageLink, pagesOf } from './pages';
import { SchemeToggle } from './scheme-toggle';

export function Header({ renderedAt }: { renderedAt: number }) {
  const path = usePathname();
  const pages = pagesOf(useViewer());
  const help = useRef<HTMLDialogElement>(null);
  const openHelp = () => help.current?.showModal();
  return (
    <header className={classes.header}>
      <Link href="/" className={classes.name}>
        <Logo />
        <span className={classes.product}>Holdfast</span>
      </Link>
      <nav aria-label="Main" className={classes.nav}>
        {pages.map((page) => (
          <PageOf key={page.href} page={page} path={path} narrow={page.narrow} />
        ))}
        <More path={path} pages={pages} onHelp={openHelp} />
      </nav>
      <div className={classes.right}>
        <IfMay need="see-service">
          <IncidentCount />
          <LiveIndicator renderedAt={renderedAt} />
          <FindAgent />
          <NoticeSwitch />
        </IfMay>
        <HelpDialog dialog={help} />
        <span className={classes.wide}>
          <HelpButton onOpen={openHelp} />
          <SchemeToggle />
        </span>
        <AccountMenu />
      </div>
    </header>
  );
}

function PageOf({ page, path, narrow }: { page: PageLink; path: string; narrow: boolean }) {
  return (
    <Link
      href={page.href}
      className={classes.link}
      data-narrow={narrow || undefined}
      aria-current={currentHref(path) === page.href ? 'page' : undefined}
    >
      {page.name}
    </Link>
  );
}

/** Where there is little room: what has none beside the rest. */
function More({ path, pages, onHelp }: { path: string; pages: readonly PageLink[]; onHelp(): void }) {
  const box = useRef<HTMLDetailsElement>(null);
  const current = currentHref(path);
  const isHere = pages.some((page) => !page.narrow && page.href === current);
  const close = () => {
    if (box.current !== null) box.current.open = false;
  };
  return (
    <details
      ref={box}
      className={classes.more}
      onClick={(e) => {
        if (e.target instanceof HTMLAnchorElement) close();
      }}
      onKeyDown={(e) => {
        if (e.key === 'Escape') close();
      }}
      onBlur={(e) => {
        if (!e.currentTarget.contains(e.relatedTarget)) close();
      }}
    >
      <summary className={classes.link} data-here={isHere || undefined}>
        More
      </summary>
      <div className={classes.menu}>
        {pages
          .filter((page) => !page.narrow)
          .map((page) => (
            <PageOf key={page.href} page={page} path={path} narrow />
          ))}
        <span className={classes.narrow}>
          <button
            type="button"
            className={classes.link}
            onClick={() => {
              close();
              onHelp();
            }}
          >
            Keys and marks
          </button>
          <SchemeToggle />
        </span>
      </div>
    </details>
  );
}

/** One agent's page belongs to Agents; of two that fit, the one that says more. */
function currentHref(path: string): string | null {
  const fits = allPages.filter(({ href }) => path === href || (href !== '/' && path.startsWith(`${href}/`)));
  return fits.reduce<string | null>(
    (best, { href }) => (best === null || href.length > best.length ? href : best),
    null,
  );
}

/** A mooring ring on its plate. */
function Logo() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect x="2" y="1" width="14" height="4" rx="1" fill="currentColor" />
      <circle cx="9" cy="11" r="5" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
