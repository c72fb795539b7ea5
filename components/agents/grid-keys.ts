/** What a key does in the table of agents. Pure. */

export type GridAction =
  | { kind: 'move'; to: number }
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'search' }
  | { kind: 'none' };

interface Grid {
  /** The active row; -1: none yet. */
  active: number;
  rows: number;
  /** Rows that are seen at once. */
  page: number;
}

export function afterGridKey(key: string, { active, rows, page }: Grid): GridAction {
  const to = (row: number): GridAction =>
    rows === 0 ? { kind: 'none' } : { kind: 'move', to: Math.max(0, Math.min(rows - 1, row)) };
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return to(active + 1);
    case 'k':
    case 'ArrowUp':
      return to(active < 0 ? 0 : active - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows - 1);
    case 'PageDown':
      return to(Math.max(active, 0) + Math.max(1, page - 1));
    case 'PageUp':
      return to(Math.max(active, 0) - Math.max(1, page - 1));
    case 'Enter':
      return active < 0 ? { kind: 'none' } : { kind: 'open' };
    case 'Escape':
      return { kind: 'close' };
    case '/':
      return { kind: 'search' };
    default:
      return { kind: 'none' };
  }
}
