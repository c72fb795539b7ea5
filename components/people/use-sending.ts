'use client';
/** One thing a form sends at a time, and the sentence that came of it. */
import { useState } from 'react';
import type { Answered, Posted } from './post';

export interface Sending {
  busy: boolean;
  /** '': nothing is wrong. */
  wrong: string;
  /** `then` runs when it went well; the form stays busy when it says so, e.g. because the page is left. */
  send<T>(run: () => Promise<Answered<T>>, then: (value: T) => 'leaving' | undefined): Promise<void>;
  post(run: () => Promise<Posted>, then: () => 'leaving' | undefined): Promise<void>;
}

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  async function send<T>(run: () => Promise<Answered<T>>, then: (value: T) => 'leaving' | undefined): Promise<void> {
    setBusy(true);
    setWrong('');
    const answered = await run();
    const leaving = answered.ok && then(answered.value) === 'leaving';
    if (!answered.ok) setWrong(answered.sentence);
    if (!leaving) setBusy(false);
  }
  return {
    ...{ busy, wrong, send },
    post: (run, then) =>
      send(async () => {
        const posted = await run();
        return posted.ok ? { ok: true, value: null } : posted;
      }, then),
  };
}
