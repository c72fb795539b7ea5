'use client';
/** A dry run as it comes in, line by line; another one, or leaving the page, ends it. */
import { useEffect, useRef, useState } from 'react';
import { type ReplayLine, type ReplayResult, type RuleInput, replayLine } from '#contract';
import { useApi } from '../../live/live-context';

export type Replaying =
  | { kind: 'none' }
  /** `of` 0: not known yet. */
  | { kind: 'running'; done: number; of: number }
  | { kind: 'result'; result: ReplayResult; days: number; rule: RuleInput }
  | { kind: 'failed'; words: string };

const NO_ANSWER = 'Holdfast did not answer. Try again.';
const DAY_MS = 86_400_000;

export function useReplay() {
  const api = useApi();
  const [state, setState] = useState<Replaying>({ kind: 'none' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(rule: RuleInput, days: number, now: number): Promise<void> {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setState({ kind: 'running', done: 0, of: 0 });
    const body = JSON.stringify({ rule, from: now - days * DAY_MS, to: now });
    const take = (line: ReplayLine) => {
      if (abort.signal.aborted) return;
      if (line.line === 'progress') setState({ kind: 'running', done: line.done, of: line.of });
      else if (line.line === 'result') setState({ kind: 'result', result: line.result, days, rule });
      else setState({ kind: 'failed', words: line.message });
    };
    const complete = await readLines(api.replayAddress(), body, abort.signal, take);
    if (!complete && !abort.signal.aborted) setState({ kind: 'failed', words: NO_ANSWER });
  }

  function stop(): void {
    running.current?.abort();
    setState({ kind: 'none' });
  }
  return { state, run, stop };
}

/** @returns whether it came to its end */
async function readLines(
  url: string,
  body: string,
  signal: AbortSignal,
  take: (line: ReplayLine) => void,
): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal, cache: 'no-store' });
    if (!response.ok || response.body === null) return false;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    let last: ReplayLine['line'] | null = null;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return last === 'result' || last === 'failed';
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        const line = replayLine.parse(JSON.parse(text));
        last = line.line;
        take(line);
      }
    }
  } catch {
    return false;
  }
}
