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
import { Shell } from '../components/shell/shell';
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
            <Shell {...{ viewer, serverZone, renderedAt }} basePath={env().basePath}>
              {children}
            </Shell>
          )}
        </Themed>
      </body>
    </html>
  );
}
