/** Which of the two processes behind the front door a request is for. Pure. */
import { LIVE_PATH } from '#contract';

/** `path` is what that process is asked for: path and query. */
export interface Destination {
  to: 'worker' | 'dashboard';
  path: string;
}

/**
 * `/live` and what is below it belongs to the worker, with or without the base path before it; the rest to the dashboard.
 * What the worker is asked for is normalised first, so that no `..` leads to its other doors.
 * @param url as in the request line
 */
export function destinationOf(url: string, basePath: string): Destination {
  const dashboard: Destination = { to: 'dashboard', path: url };
  if (!url.startsWith('/') || !URL.canParse(`http://front.door${url}`)) return dashboard;
  const { pathname, search } = new URL(`http://front.door${url}`);
  for (const prefix of basePath === '' ? [''] : [basePath, '']) {
    const live = `${prefix}${LIVE_PATH}`;
    if (pathname === live || pathname.startsWith(`${live}/`)) {
      return { to: 'worker', path: `${pathname.slice(prefix.length)}${search}` };
    }
  }
  return dashboard;
}

/** What is asked for below the path under which we are published; as it came when it is not below it. */
export function innerPath(url: string, basePath: string): string {
  return basePath !== '' && url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : url;
}
