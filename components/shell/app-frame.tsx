/** The frame around every page: skip link, header, what is urgent, content. */
import type { ReactNode } from 'react';
import { RecordingBanner } from '../health/recording-banner';
import { IncidentNotice } from '../incidents/notice';
import classes from './app-frame.module.css';
import { Header } from './header';

export function AppFrame({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <Header renderedAt={renderedAt} />
      <IncidentNotice />
      <RecordingBanner />
      <main id="content" className={classes.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
