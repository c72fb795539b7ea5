'use client';
/** The active row of the table, and what keys and presses do with it. */
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { afterGridKey } from './grid-keys';
import type { Order } from './order';

interface Options {
  keys: readonly string[];
  order: Order;
  /** The agent whose panel is open when the table comes up. */
  opened: string | null;
  /** How many rows are seen at once. */
  seen: () => number;
  scrollTo: (row: number) => void;
  onOpen: (key: string | null) => void;
  onSearch: () => void;
}

export function useGridActions({ keys, order, opened, seen, scrollTo, onOpen, onSearch }: Options) {
  const [picked, setPicked] = useState<string | null>(opened);
  const active = picked === null ? -1 : keys.indexOf(picked);
  // Whoever does not fit the question any more is not active.
  const activeKey = active < 0 ? null : picked;

  function move(to: number): void {
    const key = keys[to];
    if (key === undefined) return;
    order.keyMoved();
    setPicked(key);
    scrollTo(to);
  }

  function onKeyDown(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const action = afterGridKey(e.key, { active, rows: keys.length, page: seen() });
    if (action.kind === 'none') return;
    e.preventDefault();
    if (action.kind === 'move') move(action.to);
    if (action.kind === 'open') onOpen(activeKey);
    if (action.kind === 'close') onOpen(null);
    if (action.kind === 'search') onSearch();
  }

  function onClick(e: MouseEvent): void {
    const row = e.target instanceof Element ? e.target.closest('[data-agent]') : null;
    const key = row?.getAttribute('data-agent') ?? null;
    if (key === null) return;
    setPicked(key);
    onOpen(key);
  }

  return { activeKey, onKeyDown, onClick };
}
