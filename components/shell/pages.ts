/** The pages in the navigation and their keys, for those who may see them; a new page joins here. */
import { may, type Permission, type Viewer } from '#contract';

export interface PageLink {
  href: string;
  name: string;
  /** Pressed after `g`. */
  key: string;
  /** Has room in the header of a telephone; the logo leads to the overview. */
  narrow: boolean;
  needs: Permission;
}

export const pages: readonly PageLink[] = [
  { href: '/', name: 'Overview', key: 'o', narrow: false, needs: 'see-agents' },
  { href: '/agents', name: 'Agents', key: 'a', narrow: true, needs: 'see-agents' },
  { href: '/agents/history', name: 'Over time', key: 'h', narrow: false, needs: 'see-agents' },
  { href: '/incidents', name: 'Incidents', key: 'i', narrow: false, needs: 'see-incidents' },
  { href: '/alerting', name: 'Alerting', key: 'l', narrow: false, needs: 'see-alerting' },
  { href: '/availability', name: 'Availability', key: 'v', narrow: false, needs: 'see-service' },
  { href: '/compare', name: 'Compare', key: 'c', narrow: false, needs: 'see-service' },
  { href: '/reports', name: 'Reports', key: 'r', narrow: false, needs: 'see-everything' },
  { href: '/wall', name: 'Wall', key: 'w', narrow: false, needs: 'see-figures' },
  { href: '/settings', name: 'Settings', key: 's', narrow: false, needs: 'configure' },
];

export function pagesOf(viewer: Viewer): readonly PageLink[] {
  return pages.filter((page) => may(viewer, page.needs));
}
