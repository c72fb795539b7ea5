'use client';
/** Where the focus goes in the table: to the search, to the rows, and back to the rows when the panel closes. */
import { useCallback, useEffect, useRef } from 'react';

/** @param opened the agent whose panel is open; null: none */
export function useTableFocus(opened: string | null) {
  const grid = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const toRows = useCallback(() => grid.current?.focus(), []);
  const toSearch = useCallback(() => search.current?.focus(), []);
  const before = useRef(opened);
  useEffect(() => {
    if (before.current !== null && opened === null) toRows();
    before.current = opened;
  }, [opened, toRows]);
  useShortcuts(toSearch, toRows);
  return { grid, search, toRows, toSearch };
}

/** `/` goes to the search, `j` and `k` to the rows, from wherever nothing is being typed. */
function useShortcuts(toSearch: () => void, toRows: () => void): void {
  useEffect(() => {
    function onKey(e: globalThis.KeyboardEvent): void {
      if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || !(e.target instanceof HTMLElement)) return;
      if (e.target.closest('input, textarea, select, [contenteditable], [role="dialog"], dialog')) return;
      const here = e.key === '/' ? toSearch : e.target === document.body && /^[jk]$/.test(e.key) ? toRows : null;
      if (here === null) return;
      e.preventDefault();
      here();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [toSearch, toRows]);
}
