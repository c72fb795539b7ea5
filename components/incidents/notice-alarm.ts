'use client';
/** Tells of what is new: in words for screen readers, by sound and by the browser, as far as the viewer wishes. */
import { useEffect, useRef, useState } from 'react';
import { browserTime } from '../live/browser-time';
import { useNoticeSettings } from './notice-context';
import { type Notice, newOnes } from './notice-model';

/** While a page is open that nobody has taken, it sounds again. */
const REPEAT_MS = 60_000;

/** @param notices null: not known yet; those that are there at first are shown, and make no sound @returns what was said last */
export function useNoticeAlarm(notices: readonly Notice[] | null): string {
  const { wishes, chime } = useNoticeSettings();
  const [said, setSaid] = useState('');
  const known = useRef<Set<string> | null>(null);
  const wished = useRef(wishes);
  wished.current = wishes;

  useEffect(() => {
    if (notices === null) return;
    const fresh = newOnes(known.current, notices);
    known.current = new Set([...(known.current ?? []), ...notices.map((n) => n.key)]);
    const [first] = fresh;
    if (first === undefined) return;
    setSaid(`New incident: ${first.incident.title}`);
    if (wished.current.sound && fresh.some((n) => n.loud)) chime?.play();
    if (wished.current.desktop) for (const n of fresh) if (n.loud) showInBrowser(n);
  }, [notices, chime]);

  const insists = wishes.sound && (notices ?? []).some((n) => n.loud && n.incident.severity === 'page');
  useEffect(() => {
    if (!insists) return;
    let cancel = browserTime.after(REPEAT_MS, again);
    function again(): void {
      chime?.play();
      cancel = browserTime.after(REPEAT_MS, again);
    }
    return () => cancel();
  }, [insists, chime]);
  return said;
}

/** One for each, whatever tab it comes from; a click leads to it. */
function showInBrowser({ incident, key }: Notice): void {
  try {
    const shown = new Notification(incident.title, { body: 'Holdfast: an open incident', tag: key });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Telephones allow it to service workers only.
  }
}
