/** The pages in the navigation and their keys; a new page joins here. */
export interface PageLink {
  href: string;
  name: string;
  /** Pressed after `g`. */
  key: string;
}

export const pages: readonly PageLink[] = [
  { href: '/', name: 'Overview', key: 'o' },
  { href: '/agents', name: 'Agents', key: 'a' },
];
