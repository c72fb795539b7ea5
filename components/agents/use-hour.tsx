'use client';
/** The hour, for what only needs to know which day it is: moves 24 times a day instead of 86,400. */
import { createContext, type ReactNode, useContext } from 'react';
import type { EpochMs } from '#contract';
import { useNow } from '../live/live-context';

const HOUR_MS = 3_600_000;
const HourContext = createContext<EpochMs>(0);

/** Days of zones with half hours begin within an hour of ours: what is later than the hour is of today as well. */
export function HourProvider({ children }: { children: ReactNode }) {
  const quarter = HOUR_MS / 4;
  return <HourContext value={Math.floor(useNow() / quarter) * quarter}>{children}</HourContext>;
}

export const useHour = (): EpochMs => useContext(HourContext);
