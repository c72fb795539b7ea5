'use client';
/** What a viewer wants to be told how: sound and notifications of the browser, both off until switched on, remembered in this browser. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Chime, createChime } from './notice-sound';

export interface NoticeWishes {
  sound: boolean;
  /** Of the browser, also while another window is in front. */
  desktop: boolean;
}

interface NoticeSettings {
  /** Both false until the browser has taken over. */
  wishes: NoticeWishes;
  /** Sound is wished for, but the browser wants a click first. */
  blocked: boolean;
  /** What stands in the way of notifications of the browser; null: nothing. */
  refusal: string | null;
  setSound(on: boolean): void;
  setDesktop(on: boolean): void;
  chime: Chime | null;
}

const KEY = 'holdfast-notices';
const nothing: NoticeWishes = { sound: false, desktop: false };
const NoticeContext = createContext<NoticeSettings | null>(null);

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [chime] = useState(() => (typeof window === 'undefined' ? null : createChime()));
  const [wishes, setWishes] = useState(nothing);
  const [blocked, setBlocked] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => setWishes(remembered()), []);
  useUnlocking(wishes.sound, chime, setBlocked);

  const change = useCallback((changed: Partial<NoticeWishes>) => {
    setWishes((was) => {
      const next = { ...was, ...changed };
      window.localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  const setSound = useCallback(
    (on: boolean) => {
      if (on) chime?.unlock();
      change({ sound: on });
    },
    [change, chime],
  );
  const setDesktop = useCallback(
    async (on: boolean) => {
      const why = on ? await askBrowser() : null;
      setRefusal(why);
      change({ desktop: on && why === null });
    },
    [change],
  );
  const settings = useMemo(
    () => ({ wishes, blocked, refusal, setSound, setDesktop: (on: boolean) => void setDesktop(on), chime }),
    [wishes, blocked, refusal, setSound, setDesktop, chime],
  );
  return <NoticeContext value={settings}>{children}</NoticeContext>;
}

export function useNoticeSettings(): NoticeSettings {
  const settings = useContext(NoticeContext);
  if (settings === null) throw new Error('NoticeProvider is missing');
  return settings;
}

/** After a reload the browser is silent until the viewer touches the page: any key or click will do. */
function useUnlocking(wished: boolean, chime: Chime | null, setBlocked: (blocked: boolean) => void): void {
  useEffect(() => {
    if (!wished || chime === null) {
      setBlocked(false);
      return;
    }
    const look = () => {
      chime.unlock();
      setBlocked(chime.state() === 'blocked' && !navigator.userActivation?.hasBeenActive);
    };
    look();
    window.addEventListener('pointerdown', look);
    window.addEventListener('keydown', look);
    return () => {
      window.removeEventListener('pointerdown', look);
      window.removeEventListener('keydown', look);
    };
  }, [wished, chime, setBlocked]);
}

function remembered(): NoticeWishes {
  try {
    const known: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? 'null');
    if (typeof known !== 'object' || known === null) return nothing;
    return {
      sound: 'sound' in known && known.sound === true,
      desktop: 'desktop' in known && known.desktop === true && mayNotify(),
    };
  } catch {
    return nothing;
  }
}

const mayNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** @returns why not; null: it may */
async function askBrowser(): Promise<string | null> {
  if (!('Notification' in window) || !window.isSecureContext)
    return 'This browser allows notifications only where Holdfast is opened over HTTPS.';
  const permission = await Notification.requestPermission();
  return permission === 'granted' ? null : 'The browser does not allow it; change that in its settings for this page.';
}
