'use client';
/** One change on its way: looked over first, then applied; what was typed is never lost on the way. */
import { useRef, useState } from 'react';
import type { ConfigDifference, Configuration } from '#contract';
import { useBasePath } from '../../people/viewer-context';
import { type Answered, readConfiguration, sendChange } from './change';
import type { Wish } from './meant';
import type { RefusedPlace } from './refusals';

export type Progress =
  | { is: 'editing' }
  | { is: 'asking' }
  | { is: 'review'; differences: readonly ConfigDifference[] }
  | { is: 'applying'; differences: readonly ConfigDifference[] }
  | { is: 'refused'; sentence: string; errors: readonly RefusedPlace[] }
  | { is: 'stale' }
  /** Saved, and not in force yet. */
  | { is: 'waiting'; why: string };

/** @param onApplied once it is in force */
export function useChange(revisionNow: number, onApplied: () => void) {
  const basePath = useBasePath();
  const [revision, setRevision] = useState(revisionNow);
  const [progress, setProgress] = useState<Progress>({ is: 'editing' });
  /** Answers to what was asked before the last edit are not looked at. */
  const asked = useRef(0);

  async function look(wish: Wish, from = revision): Promise<void> {
    setProgress({ is: 'asking' });
    asked.current += 1;
    const mine = asked.current;
    const answer = await sendChange(basePath, { ...wish, revision: from, dryRun: true });
    if (mine !== asked.current) return;
    setProgress(answer.is === 'done' ? { is: 'review', differences: answer.done.differences } : unfinished(answer));
  }

  async function apply(wish: Wish): Promise<void> {
    const differences = 'differences' in progress ? progress.differences : [];
    setProgress({ is: 'applying', differences });
    const answer = await sendChange(basePath, { ...wish, revision });
    if (answer.is !== 'done') setProgress(unfinished(answer));
    else if (answer.done.waiting !== null) setProgress({ is: 'waiting', why: answer.done.waiting });
    else onApplied();
  }

  /** Takes the newest of the others under what was typed; null: Holdfast does not answer. */
  async function renew(): Promise<Configuration | null> {
    const newest = await readConfiguration(basePath);
    if (newest === null) setProgress({ is: 'refused', sentence: SILENT, errors: [] });
    else {
      setRevision(newest.revision);
      setProgress({ is: 'editing' });
    }
    return newest;
  }

  function edit(): void {
    asked.current += 1;
    setProgress((now) => (now.is === 'editing' || now.is === 'stale' ? now : { is: 'editing' }));
  }

  return { progress, look, apply, renew, edit };
}

const SILENT = 'Holdfast does not answer. Nothing was changed; try again in a moment.';

function unfinished(answer: Exclude<Answered<unknown>, { is: 'done' }>): Progress {
  return answer.is === 'silent' ? { is: 'refused', sentence: SILENT, errors: [] } : answer;
}
