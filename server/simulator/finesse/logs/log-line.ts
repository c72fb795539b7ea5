/** A line of a server's log, where it goes, and the stamps that such lines begin with. */
import type { EpochMs } from '#contract';
import type { Side } from '../model';
import type { Switches } from '../switches';

export type LogFile = 'openfire/info.log' | 'openfire/debug.log' | 'webservices/Desktop-webservices.log';

export interface LogLine {
  side: Side;
  file: LogFile;
  at: EpochMs;
  /** Without its end of line. */
  text: string;
}

export interface LogContext {
  hosts: Readonly<Record<Side, string>>;
  timezoneOffsetMin: number;
  boshIdleS: number;
  switches: Pick<Switches, 'openfireWording' | 'presenceLogLines' | 'ctiStateNumbers' | 'websocketIdleS'>;
  deploymentType: 'UCCE' | 'UCCX';
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (n: number) => String(n).padStart(2, '0');

/** FINESSE §9.2: `2017.06.17 00:15:34`, local, without a zone. */
export function openfireStamp(at: EpochMs, offsetMin: number): string {
  const d = new Date(at + offsetMin * 60_000);
  const date = `${d.getUTCFullYear()}.${two(d.getUTCMonth() + 1)}.${two(d.getUTCDate())}`;
  return `${date} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}

/** FINESSE §9.3: `Jun 17 2017 00:17:04.632 +0530`. */
export function webservicesStamp(at: EpochMs, offsetMin: number): string {
  const d = new Date(at + offsetMin * 60_000);
  const ms = String(d.getUTCMilliseconds()).padStart(3, '0');
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}.${ms}`;
  const zone = `${offsetMin < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offsetMin) / 60))}${two(Math.abs(offsetMin) % 60)}`;
  return `${months[d.getUTCMonth()]} ${two(d.getUTCDate())} ${d.getUTCFullYear()} ${clock} ${zone}`;
}

/** FINESSE §9.1: `2017-06-17T00-17-04.632`, in a file's name. */
export function fileStamp(at: EpochMs, offsetMin: number): string {
  return new Date(at + offsetMin * 60_000).toISOString().slice(0, -1).replaceAll(':', '-');
}
