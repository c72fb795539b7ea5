'use client';
/** How this viewer likes the table: hidden columns and density, kept in this browser alone. */
import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { columnKeys } from './query';

const shape = z.object({
  hidden: z.array(z.enum(columnKeys)).catch([]),
  density: z.enum(['dense', 'roomy']).catch('dense'),
});
export type TableSettings = z.infer<typeof shape>;

const KEY = 'holdfast-agents-table';
const usual: TableSettings = { hidden: [], density: 'dense' };
const listeners = new Set<() => void>();
let known: TableSettings | null = null;

/** Where storage is forbidden, the settings last as long as the page. */
function read(): TableSettings {
  if (known !== null) return known;
  try {
    const text = window.localStorage.getItem(KEY);
    known = text === null ? usual : (shape.safeParse(JSON.parse(text)).data ?? usual);
  } catch {
    known = usual;
  }
  return known;
}

export function changeSettings(change: Partial<TableSettings>): void {
  known = { ...read(), ...change };
  try {
    window.localStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    // kept in memory
  }
  for (const listener of listeners) listener();
}

const onChange = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function useSettings(): TableSettings {
  return useSyncExternalStore(onChange, read, () => usual);
}
