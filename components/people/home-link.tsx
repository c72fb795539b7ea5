'use client';
/** The way back to where somebody's pages begin. */
import Link from 'next/link';
import { useMay } from './viewer-context';

export function HomeLink() {
  return useMay('see-agents') ? (
    <Link href="/">Back to the overview</Link>
  ) : (
    <Link href="/wall">To the wall, with the figures</Link>
  );
}
