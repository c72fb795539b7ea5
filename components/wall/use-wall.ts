'use client';
/** Asks for the wall's figures again and again, and knows how old they are. */
import { useEffect, useState } from 'react';
import { type EpochMs, type WallFigures, wallFigures } from '#contract';
import { browserTime } from '../live/browser-time';

const EVERY_MS = 5_000;

export interface Wall {
  figures: WallFigures;
  /** The browser's clock when they came; null: not in this browser yet. */
  heardAt: EpochMs | null;
  /** The browser's clock, moving once a second; null: on the server. */
  now: EpochMs | null;
  /** The link was taken back or is over, or the sign-in is. */
  closed: boolean;
}

export function useWall(first: WallFigures, basePath: string): Wall {
  const [wall, setWall] = useState<Wall>({ figures: first, heardAt: null, now: null, closed: false });
  useEffect(() => {
    const started = browserTime.now();
    setWall((w) => ({ ...w, heardAt: started, now: started }));
    let cancelAsk = browserTime.after(EVERY_MS, ask);
    let cancelTick = browserTime.after(1_000, tick);
    const gone = new AbortController();

    function tick(): void {
      setWall((w) => ({ ...w, now: browserTime.now() }));
      cancelTick = browserTime.after(1_000, tick);
    }
    function ask(): void {
      void askFor(`${basePath}/api/v1/wall`, gone.signal).then((answer) => {
        if (gone.signal.aborted) return;
        const at = browserTime.now();
        if (answer === 'closed') return setWall((w) => ({ ...w, now: at, closed: true }));
        if (answer !== 'silent') setWall({ figures: answer, heardAt: at, now: at, closed: false });
        cancelAsk = browserTime.after(EVERY_MS, ask);
      });
    }
    return () => {
      gone.abort();
      cancelAsk();
      cancelTick();
    };
  }, [basePath]);
  return wall;
}

async function askFor(url: string, signal: AbortSignal): Promise<WallFigures | 'closed' | 'silent'> {
  try {
    const answer = await fetch(url, { cache: 'no-store', signal });
    if (answer.status === 401 || answer.status === 403) return 'closed';
    const read = answer.ok ? wallFigures.safeParse(await answer.json()) : null;
    return read?.data ?? 'silent';
  } catch {
    return 'silent';
  }
}
