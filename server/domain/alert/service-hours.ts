/** When a contact centre is open, by the clocks of its zone. */
import type { EpochMs } from '#contract';
import { wallOf } from '../history/calendar';

export interface ServiceHours {
  days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** Minutes since midnight; `toMin` before `fromMin`: it closes on the next day. */
  fromMin: number;
  toMin: number;
  zone: string;
}

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export function isInServiceHours({ days, fromMin, toMin, zone }: ServiceHours, at: EpochMs): boolean {
  const wall = new Date(wallOf(zone, at));
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes();
  const isOpen = (day: number) => days.some((d) => d === names[(day + 7) % 7]);
  if (fromMin < toMin) return isOpen(wall.getUTCDay()) && fromMin <= minute && minute < toMin;
  return (isOpen(wall.getUTCDay()) && minute >= fromMin) || (isOpen(wall.getUTCDay() - 1) && minute < toMin);
}
