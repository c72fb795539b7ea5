/** What to fetch from each server before its logs roll over, as lines for its own command line (FINESSE §9.1). */
import type { CollectLines, OutageCause, ServerView } from '#contract';
import { type OutageReads, troubledServers } from './reads';
import { offsetOf } from './servers';

const AROUND_MS = 600_000;
const HOUR_MS = 3_600_000;

/** Empty for services that are no Finesse servers. */
export function collectOf(reads: OutageReads): CollectLines[] {
  return troubledServers(reads.incident, reads.servers).map((server) => linesOf(server, reads));
}

function linesOf(server: ServerView, { incident, window, at }: OutageReads): CollectLines {
  const offsetMs = offsetOf(server);
  const zoneMin = server.facts?.zoneOffsetMin ?? null;
  const wall = (moment: number) => moment + (offsetMs ?? 0) + (zoneMin ?? 0) * 60_000;
  const from = wall(window.trouble.from - AROUND_MS);
  const to = wall(Math.min(at, window.trouble.to + AROUND_MS) + 60_000);
  // Without the server's zone its own times cannot be written: hours back from now mean the same everywhere.
  const hours = Math.ceil((at - window.trouble.from + AROUND_MS) / HOUR_MS) + 1;
  const span = zoneMin === null ? `reltime hours ${hours}` : `abstime ${cliTime(from)} ${cliTime(to)}`;
  return {
    ...{ nodeName: server.nodeName, host: server.host, from: minute(from), to: minute(to), offsetMs },
    zone: zoneMin === null ? null : zoneWords(zoneMin),
    commands: [
      {
        line: `file get activelog desktop recurs compress ${span}`,
        why: 'All desktop logs: Notification Service, web services, what desktops sent',
      },
      ...folders(incident.cause.outage).map(({ folder, why }) => ({
        line: `file get activelog desktop/logs/${folder} recurs compress ${span}`,
        why,
      })),
      {
        line:
          server.facts?.deployment === 'UCCX'
            ? 'utils uccx notification-service log enable'
            : 'utils finesse notification logging enable',
        why: 'For the next time: writes debug.log of the Notification Service; it costs performance and ends with a restart',
      },
    ],
  };
}

const openfire = { folder: 'openfire', why: 'Only the Notification Service: closed and idle sessions' };
const webservices = {
  folder: 'webservices',
  why: 'Only the web services: CTI, presence driven logouts, published events',
};

/** The few megabytes to look at first, where the cause says which. */
function folders(cause: OutageCause | null): { folder: string; why: string }[] {
  switch (cause) {
    case 'notification-service':
      return [openfire];
    case 'web-application':
    case 'cti-link':
      return [webservices];
    case 'host-or-network':
    case 'undetermined':
    case null:
      return [openfire, webservices];
  }
}

/** `09:12:11/20/26`, as the command line reads it: hh:mm:MM/DD/YY. */
function cliTime(wall: number): string {
  const [date = '', time = ''] = new Date(wall).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${time.slice(0, 5)}:${month}/${day}/${year.slice(2)}`;
}

const minute = (wall: number): string => new Date(wall).toISOString().slice(0, 16).replace('T', ' ');

/** `UTC+05:30` */
function zoneWords(minutes: number): string {
  const [h, m] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}
