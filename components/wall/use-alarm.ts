'use client';
/** The wall's sound: plays when an urgent incident is new, once somebody has switched it on. */
import { useEffect, useRef, useState } from 'react';
import { type Chime, createChime } from '../incidents/notice-sound';

export interface Alarm {
  on: boolean;
  toggle(): void;
}

/** @param urgent how many urgent incidents nobody has taken up */
export function useAlarm(urgent: number): Alarm {
  const chime = useRef<Chime | null>(null);
  const before = useRef(urgent);
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (on && urgent > before.current) chime.current?.play();
    before.current = urgent;
  }, [on, urgent]);
  return {
    on,
    toggle() {
      chime.current ??= createChime();
      chime.current.unlock();
      // To be heard once, so that whoever switches it on knows how it sounds.
      if (!on) chime.current.play();
      setOn(!on);
    },
  };
}
