/** What the product is to tell of every scenario, in the lines of `storyOf`: by profile, and where only lists of connected users tell. */

export type Stories = Readonly<Record<string, readonly string[]>>;

/** Presence of agents is granted: losses are seen when they happen, and deadlines hold to two seconds. */
export const generous: Stories = {
  'certificate-changed': ['outage: A web-application from 10, over'],
  'certificate-expiring': [],
  'cti-loss': ['outage: A cti-link from 35, over'],
  demo: [
    'at risk: 19 at 12-560, seen, to 2 s',
    'forced-not-ready: 6 at 90-420',
    'back after it: 5 on A, 1 on B',
    'back in time: 13 on A',
    'group: 14 at 30, site-or-path Lyon, 5 out',
    'outage: A notification-service from 120, over',
    'outage: A undetermined, over',
    'outage: B undetermined, over',
  ],
  'failover-and-back': ['self: 100 at 360-449', 'outage: A host-or-network from 30, over'],
  'glitch-to-a': ['at risk: 21 at 97, seen, to 2 s', 'back in time: 21 on B', 'group: 21 at 97, site-or-path Lyon'],
  'half-open': [],
  'laptop-asleep': ['at risk: 1 at 97, seen, to 2 s', 'forced-not-ready: 1 at 157', 'back after it: 1 on A'],
  maintenance: [],
  'notification-restart': ['outage: A notification-service from 20, over'],
  'pg-reset': ['pg-reset: 112 at 60', 'outage: A cti-link from 35, over', 'outage: B cti-link from 35, over'],
  'phone-outage': ['phone: 25 at 20'],
  'quiet-morning': ['self: 3 at 660-700'],
  'reload-half-team': [
    'at risk: 10 at 10-24, seen, to 2 s',
    'back in time: 8 on A, 2 on B',
    'group: 10 at 10-24, client-side',
  ],
  'shift-end': [
    'at risk: 200 at 10-262, seen, to 2 s',
    'forced-not-ready: 200 at 70-322',
    'back after it: 200 not',
    'group: 200 at 10-262, client-side, 200 out',
  ],
  'site-proxy': [
    'at risk: 36 at 15, seen, to 2 s',
    'back in time: 25 on A, 11 on B',
    'group: 36 at 15, site-or-path Porto',
  ],
  'site-vpn-drops': [
    'at risk: 39 at 82-97, seen, to 2 s',
    'back in time: 26 on A, 13 on B',
    'group: 39 at 82-97, site-or-path Lyon',
  ],
  'slow-server': [],
  'sso-expiry': [],
  'uccx-standby': [
    'at risk: 14 at 62, inferred, to 0 s',
    'forced-logout: 20 at 51-480',
    'back after it: 20 on B',
    'group: 20 at 51-62, server-side A, 20 out',
    'outage: A host-or-network from 30, over',
  ],
  'wifi-corner': ['unstable: 8'],
};

/** As `generous`, but presence is refused, and names leave the list with the connection. Without times: those are the list's. */
export const listsOnly: Stories = {
  'glitch-to-a': ['at risk: 21, inferred, to 12 s', 'back in time: 21 on B', 'group: 21, site-or-path Lyon'],
  'laptop-asleep': ['at risk: 1, inferred, to 12 s', 'forced-not-ready: 1', 'back after it: 1 not'],
  'shift-end': [
    'at risk: 200, inferred, to 12 s',
    'forced-not-ready: 200',
    'back after it: 200 not',
    'group: 200, client-side, 200 out',
  ],
  'site-proxy': ['at risk: 36, inferred, to 12 s', 'back in time: 25 on A, 11 on B', 'group: 36, site-or-path Porto'],
  'site-vpn-drops': [
    'at risk: 39, inferred, to 12 s',
    'back in time: 26 on A, 13 on B',
    'group: 39, site-or-path Lyon',
  ],
  'wifi-corner': ['unstable: 8'],
};

/** Nothing tells of connections before Finesse acts: no warning, and nothing invented in its place. */
export const pessimistic: Stories = {
  'certificate-changed': ['outage: A web-application from 10, over'],
  'certificate-expiring': [],
  'cti-loss': ['outage: A cti-link from 35, over'],
  demo: [
    'forced-not-ready: 6 at 90-420',
    'back after it: 3 on A, 3 on B',
    'group: 5 at 30-48, site-or-path Lyon, 5 out',
    'outage: A notification-service from 120, over',
    'outage: A undetermined, over',
    'outage: B undetermined, over',
  ],
  'failover-and-back': ['self: 100 at 360-449', 'outage: A host-or-network from 30, over'],
  'glitch-to-a': [
    'forced-not-ready: 21 at 157-187',
    'back after it: 21 not',
    'group: 21 at 97-127, site-or-path Lyon, 21 out',
  ],
  'half-open': [],
  'laptop-asleep': ['forced-not-ready: 1 at 187', 'back after it: 1 not'],
  maintenance: [],
  'notification-restart': ['outage: A notification-service from 20, over'],
  'pg-reset': ['pg-reset: 112 at 60', 'outage: A cti-link from 35, over', 'outage: B cti-link from 35, over'],
  'phone-outage': ['phone: 25 at 20'],
  'quiet-morning': ['self: 3 at 660-700'],
  'reload-half-team': [],
  'shift-end': [
    'forced-not-ready: 200 at 70-352',
    'back after it: 200 not',
    'group: 200 at 10-292, client-side, 200 out',
  ],
  'site-proxy': [],
  'site-vpn-drops': [],
  'slow-server': [],
  'sso-expiry': [],
  'uccx-standby': generous['uccx-standby'] ?? [],
  'wifi-corner': [],
};
