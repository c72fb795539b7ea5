'use client';
/** A connection test as it comes in, line by line; another one, or leaving the page, ends it. */
import { useEffect, useRef, useState } from 'react';
import {
  type ConnectionTestInput,
  type ConnectionTestLine,
  connectionTestLine,
  type TestFound,
  type TestStep,
} from '#contract';
import { useBasePath } from '../../people/viewer-context';

export type Testing =
  | { is: 'none' }
  | { is: 'running'; steps: readonly TestStep[] }
  | { is: 'ended'; steps: readonly TestStep[]; outcome: 'ok' | 'warned' | 'failed'; found: TestFound }
  /** It did not come to its end: why, in a sentence. */
  | { is: 'broken'; steps: readonly TestStep[]; words: string };

const NO_ANSWER = 'Holdfast did not answer. Try again in a moment.';

export function useConnectionTest(onEnd: (test: ConnectionTestInput, testing: Testing) => void = () => undefined) {
  const basePath = useBasePath();
  const [testing, setTesting] = useState<Testing>({ is: 'none' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(test: ConnectionTestInput): Promise<void> {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    let now: Testing = { is: 'running', steps: [] };
    const show = (next: Testing): void => {
      if (abort.signal.aborted) return;
      now = next;
      setTesting(next);
    };
    show(now);
    const refusal = await readLines(`${basePath}/api/v1/connection-test`, test, abort.signal, (line) =>
      show(withLine(now, line)),
    );
    if (refusal !== null) show({ is: 'broken', steps: stepsOf(now), words: refusal });
    if (!abort.signal.aborted) onEnd(test, now);
  }

  function stop(): void {
    running.current?.abort();
    setTesting((t) => ({ is: 'broken', steps: stepsOf(t), words: 'You stopped it.' }));
  }
  return { testing, run, stop };
}

export function stepsOf(testing: Testing): readonly TestStep[] {
  return testing.is === 'none' ? [] : testing.steps;
}

function withLine(testing: Testing, line: ConnectionTestLine): Testing {
  const steps = stepsOf(testing);
  switch (line.line) {
    case 'step': {
      const at = steps.findIndex(({ id }) => id === line.step.id);
      return { is: 'running', steps: at < 0 ? [...steps, line.step] : steps.with(at, line.step) };
    }
    case 'done':
      return { is: 'ended', steps, outcome: line.outcome, found: line.found };
    case 'broken':
      return { is: 'broken', steps, words: line.message };
  }
}

/** @returns null when it came to its end, else why not */
async function readLines(
  url: string,
  test: ConnectionTestInput,
  signal: AbortSignal,
  take: (line: ConnectionTestLine) => void,
): Promise<string | null> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(test), signal, cache: 'no-store' });
    if (!answer.ok || answer.body === null) return sentenceOf(await answer.json());
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let [rest, ended] = ['', false];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const lines = (rest + next.value).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        const line = connectionTestLine.parse(JSON.parse(text));
        ended = line.line !== 'step';
        take(line);
      }
    }
    return ended ? null : NO_ANSWER;
  } catch {
    return NO_ANSWER;
  }
}

function sentenceOf(said: unknown): string {
  const text = (key: string): string | null => {
    const value: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, key) : null;
    return typeof value === 'string' ? value : null;
  };
  return text('detail') ?? text('title') ?? NO_ANSWER;
}
