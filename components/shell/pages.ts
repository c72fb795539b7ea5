/** The pages in the navigation and their keys; a new page joins here. */
export interface PageLink {
  href: string;
  name: string;
  /** Pressed after `g`. */
  key: string;
  /** Has room in the header of a telephone; the logo leads to the overview. */
  narrow: boolean;
}

export const pages: readonly PageLink[] = [
  { href: '/', name: 'Overview', key: 'o', narrow: false },
  { href: '/agents', name: 'Agents', key: 'a', narrow: true },
  { href: '/agents/history', name: 'Over time', key: 'h', narrow: false },
  { href: '/incidents', name: 'Incidents', key: 'i', narrow: false },
  { href: '/alerting', name: 'Alerting', key: 'l', narrow: false },
  { href: '/availability', name: 'Availability', key: 'v', narrow: false },
  { href: '/compare', name: 'Compare', key: 'c', narrow: false },
  { href: '/reports', name: 'Reports', key: 'r', narrow: false },
];
