/** A connection test in words. Pure. */
import type { StepState, TestStep } from '#contract';
import type { Testing } from './use-connection-test';

export const groupWords: Readonly<Record<TestStep['group'], string>> = {
  server: 'The server',
  account: 'The account',
  ways: 'Ways to the Notification Service',
  session: 'A session',
  people: 'The agents',
  websocket: 'WebSocket',
  bosh: 'BOSH',
  tcp: 'TCP',
};

export const stateWords: Readonly<Record<StepState, string>> = {
  waiting: 'not yet',
  running: 'going on',
  ok: 'passed',
  warned: 'passed, with a warning',
  failed: 'failed',
  skipped: 'left out',
};

/** In the order in which they were planned. */
export function grouped(steps: readonly TestStep[]): { group: TestStep['group']; steps: TestStep[] }[] {
  const groups: { group: TestStep['group']; steps: TestStep[] }[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.group === step.group) last.steps.push(step);
    else groups.push({ group: step.group, steps: [step] });
  }
  return groups;
}

/** One sentence of where it stands. */
export function testSentence(testing: Testing): string {
  switch (testing.is) {
    case 'none':
      return '';
    case 'running': {
      const now = testing.steps.find(({ state }) => state === 'running');
      return now === undefined ? 'Testing …' : `Testing: ${now.label} …`;
    }
    case 'broken':
      return `The test did not come to its end. ${testing.words}`;
    case 'ended':
      return endSentence(testing);
  }
}

function endSentence({ outcome, steps }: Extract<Testing, { is: 'ended' }>): string {
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed !== undefined) return `It stopped at: ${failed.label}.`;
  return outcome === 'ok' ? 'Everything works.' : 'It works, with something to know about.';
}
