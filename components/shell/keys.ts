/** What a key press means after the one before it. Pure. */
import type { PageLink } from './pages';

export type Waiting = { kind: 'nothing' } | { kind: 'page'; since: number };
export type KeyAction = { kind: 'help' } | { kind: 'find' } | { kind: 'go'; href: string };

/** A sequence must be finished within this time. */
const SEQUENCE_MS = 1_500;

/** @param at milliseconds on any clock that only grows */
export function afterKey(
  waiting: Waiting,
  key: string,
  at: number,
  pages: readonly PageLink[],
): { next: Waiting; action: KeyAction | null } {
  const nothing: Waiting = { kind: 'nothing' };
  if (waiting.kind === 'page' && at - waiting.since <= SEQUENCE_MS) {
    const page = pages.find((p) => p.key === key);
    if (page !== undefined) return { next: nothing, action: { kind: 'go', href: page.href } };
  }
  if (key === '?') return { next: nothing, action: { kind: 'help' } };
  if (key === '/') return { next: nothing, action: { kind: 'find' } };
  return { next: key === 'g' ? { kind: 'page', since: at } : nothing, action: null };
}
