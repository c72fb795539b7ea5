'use client';
/** Keeps what was said so far for a reload of this tab, passwords apart, and the step in the page's address. */
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { type Draft, draft as draftShape, firstDraft, kept } from './draft';
import { type StepId, shownStep } from './steps';

const PLACE = 'holdfast.set-up.cluster';

export interface DraftInHand {
  draft: Draft;
  change(part: Partial<Draft>): void;
  step: StepId;
  go(step: StepId): void;
  /** It is done: nothing of it is kept for a reload. */
  leave(): void;
  /** Begins anew. */
  forget(): void;
}

export function useDraft(start: Partial<Draft>): DraftInHand {
  const [draft, setDraft] = useState<Draft>({ ...firstDraft, ...start });
  const [isRead, setRead] = useState(false);
  const asked = useSearchParams().get('step');

  useEffect(() => {
    const before = readKept();
    if (before !== null) setDraft(before);
    setRead(true);
  }, []);
  useEffect(() => {
    if (isRead) sessionStorage.setItem(PLACE, JSON.stringify(kept(draft)));
  }, [draft, isRead]);
  const step = shownStep(draft, asked);
  // What cannot be gone to yet is not jumped to as soon as it can.
  useEffect(() => {
    if (isRead && asked !== null && asked !== step) window.history.replaceState(null, '', `?step=${step}`);
  }, [isRead, asked, step]);

  return {
    draft,
    change: (part) => setDraft((d) => ({ ...d, ...part })),
    step,
    go: (step) => window.history.pushState(null, '', `?step=${step}`),
    leave: () => sessionStorage.removeItem(PLACE),
    forget() {
      sessionStorage.removeItem(PLACE);
      setDraft(firstDraft);
      window.history.pushState(null, '', '?step=what');
    },
  };
}

function readKept(): Draft | null {
  try {
    return draftShape.safeParse(JSON.parse(sessionStorage.getItem(PLACE) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
