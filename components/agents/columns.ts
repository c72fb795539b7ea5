/** The columns of the table: names, widths, and what they sort by. How long a state lasts is none of them: nobody is to be ranked by it. Pure. */
import type { ColumnKey, SortField } from './query';

export interface Column {
  key: ColumnKey;
  title: string;
  /** Where the title is not enough. */
  explained?: string;
  /** A track of a CSS grid. */
  width: string;
  /** Of that track, px: what the table is at least wide. */
  leastPx: number;
  right?: true;
  /** Without it a row would be nobody. */
  always?: true;
}

export const columns: readonly Column[] = [
  { key: 'health', title: 'Connection', width: 'minmax(232px, 2.4fr)', leastPx: 232, always: true },
  {
    key: 'deadline',
    title: 'Acts in',
    explained: 'Until Finesse acts at the earliest',
    width: '76px',
    leastPx: 76,
    right: true,
  },
  { key: 'name', title: 'Name', width: 'minmax(130px, 1.8fr)', leastPx: 130, always: true },
  { key: 'login', title: 'Login id', width: 'minmax(84px, 1fr)', leastPx: 84, right: true },
  { key: 'extension', title: 'Ext.', explained: 'Extension', width: '64px', leastPx: 64, right: true },
  { key: 'team', title: 'Team', width: 'minmax(90px, 1.2fr)', leastPx: 90 },
  { key: 'site', title: 'Site', width: 'minmax(70px, 1fr)', leastPx: 70 },
  { key: 'side', title: 'Side', explained: 'Where the agent is connected, or was last', width: '52px', leastPx: 52 },
  { key: 'state', title: 'State', explained: 'As Finesse tells it, now', width: 'minmax(92px, 1fr)', leastPx: 92 },
  { key: 'since', title: 'Connection since', width: 'minmax(124px, 0.8fr)', leastPx: 124, right: true },
];

export const sortNames: Record<SortField, string> = {
  attention: 'Exceptions first',
  health: 'Connection',
  deadline: 'Acts in',
  name: 'Name',
  login: 'Login id',
  extension: 'Extension',
  team: 'Team',
  site: 'Site',
  side: 'Side',
  state: 'State',
  since: 'Connection since',
};
