'use client';
/** The one listener for the keyboard of the whole product: `g` and a letter goes to a page, `?` helps, `/` and ⌘K find. */
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useViewer } from '../people/viewer-context';
import { afterKey, type KeyAction, type Waiting } from './keys';
import { pagesOf } from './pages';

/** Told to whoever waits for that kind; pages are gone to here, by whoever waits for `help`. */
export function useKeys(kind: Exclude<KeyAction['kind'], 'go'>, run: () => void): void {
  const router = useRouter();
  const viewer = useViewer();
  const waiting = useRef<Waiting>({ kind: 'nothing' });
  useEffect(() => {
    function act(e: KeyboardEvent, action: KeyAction | null): void {
      if (action === null || (action.kind !== kind && !(action.kind === 'go' && kind === 'help'))) return;
      e.preventDefault();
      if (action.kind === 'go') router.push(action.href);
      else run();
    }

    function onKey(e: KeyboardEvent): void {
      if (e.defaultPrevented || e.altKey) return;
      if ((e.metaKey || e.ctrlKey) && e.key.toLowerCase() === 'k') {
        act(e, { kind: 'find' });
        return;
      }
      if (e.ctrlKey || e.metaKey || isTyping(e.target)) return;
      const { next, action } = afterKey(waiting.current, e.key, e.timeStamp, pagesOf(viewer));
      waiting.current = next;
      // The list of agents has a search of its own, which `/` goes to.
      if (action?.kind === 'find' && document.querySelector('[aria-keyshortcuts="/"]') !== null) return;
      act(e, action);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router, kind, run, viewer]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
