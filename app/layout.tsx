/** The document around every page: fonts and styles from this machine, colour scheme before the first paint, the live link. */
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '../components/theme/tokens.css';
import '../components/theme/global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { IncidentsProvider } from '../components/incidents/incidents-context';
import { NoticeProvider } from '../components/incidents/notice-context';
import { LiveProvider } from '../components/live/live-context';
import { ViewerProvider } from '../components/people/viewer-context';
import { AppFrame } from '../components/shell/app-frame';
import { Themed } from '../components/theme/themed';
import { env } from './lib/env';
import { pageViewer } from './lib/guard';
import { wallTime } from './lib/time';

export const metadata: Metadata = {
  title: { default: 'Overview · Holdfast', template: '%s · Holdfast' },
  description: 'Presence health of contact centres and XMPP services',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#181c21' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const viewer = await pageViewer();
  // Of the front door, for this document alone: the Content-Security-Policy lets nothing else run.
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const renderedAt = wallTime();
  const serverZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Themed nonce={nonce}>
          {viewer === null ? (
            children
          ) : (
            <ViewerProvider viewer={viewer} basePath={env().basePath}>
              <LiveProvider basePath={env().basePath} serverZone={serverZone} renderedAt={renderedAt}>
                <IncidentsProvider>
                  <NoticeProvider>
                    <AppFrame renderedAt={renderedAt}>{children}</AppFrame>
                  </NoticeProvider>
                </IncidentsProvider>
              </LiveProvider>
            </ViewerProvider>
          )}
        </Themed>
      </body>
    </html>
  );
}
