/** Names of feeds, Cisco's word for pubsub nodes (FINESSE §3.1). */

export const systemInfoFeed = '/finesse/api/SystemInfo';
export const teamFeed = (teamId: string): string => `/finesse/api/Team/${teamId}/Users`;
export const userFeed = (loginId: string): string => `/finesse/api/User/${loginId}`;

export type FeedName =
  | { kind: 'system-info' }
  | { kind: 'team'; teamId: string }
  | { kind: 'user'; loginId: string }
  /** Calls, media, queues and whatever else: nothing of it is kept. */
  | { kind: 'other' };

export function readFeedName(feed: string): FeedName {
  if (feed.toLowerCase() === systemInfoFeed.toLowerCase()) return { kind: 'system-info' };
  const [, kind, id = ''] = /^\/finesse\/api\/(?:(Team)\/([^/]+)\/Users)$/i.exec(feed) ?? [];
  if (kind !== undefined) return { kind: 'team', teamId: id };
  const [, loginId] = /^\/finesse\/api\/User\/([^/]+)$/i.exec(feed) ?? [];
  return loginId === undefined ? { kind: 'other' } : { kind: 'user', loginId };
}
