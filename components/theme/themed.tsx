'use client';
/** Mantine with our theme; what it and its parts add as style elements carries the nonce of the document. */
import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import { type ReactNode, useState } from 'react';
import { theme } from './theme';

export function Themed({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // A page that is asked for anew within the document brings another nonce, which the document's policy does not know.
  const [first] = useState(() => {
    if (typeof window !== 'undefined' && nonce !== undefined) setNonce(nonce);
    return nonce;
  });
  const style = first === undefined ? {} : { getStyleNonce: () => first };
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" {...style}>
      {children}
    </MantineProvider>
  );
}
