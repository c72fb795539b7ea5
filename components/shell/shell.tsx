'use client';
/** What stands around a page: the frame with its live link, or nothing where a page fills a screen of its own. */
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { may, type Viewer } from '#contract';
import { IncidentsProvider } from '../incidents/incidents-context';
import { NoticeProvider } from '../incidents/notice-context';
import { LiveProvider } from '../live/live-context';
import { ViewerProvider } from '../people/viewer-context';
import { AppFrame } from './app-frame';

interface Props {
  viewer: Viewer;
  basePath: string;
  serverZone: string;
  renderedAt: number;
  children: ReactNode;
}

export function Shell({ viewer, basePath, serverZone, renderedAt, children }: Props) {
  const isBare = usePathname() === '/wall' || viewer.via === 'link';
  return (
    <ViewerProvider viewer={viewer} basePath={basePath}>
      {isBare ? (
        children
      ) : (
        <LiveProvider {...{ basePath, serverZone, renderedAt }} follows={may(viewer, 'see-service')}>
          <IncidentsProvider>
            <NoticeProvider>
              <AppFrame renderedAt={renderedAt}>{children}</AppFrame>
            </NoticeProvider>
          </IncidentsProvider>
        </LiveProvider>
      )}
    </ViewerProvider>
  );
}
