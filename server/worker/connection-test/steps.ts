/** The steps of a connection test: planned, begun and ended, each change told at once. */
import type { CertificateFacts, Hint, TestOffer, TestStep } from '#contract';
import { hintOf, type Seen, stopsHere } from '../../domain/set-up/hints';
import type { Time } from '../../time/time';

export interface Planned {
  id: string;
  group: TestStep['group'];
  label: string;
}

export interface Ended {
  state: Exclude<TestStep['state'], 'waiting' | 'running'>;
  /** Default: since it began. */
  tookMs?: number;
  facts?: TestStep['facts'];
  hint?: Hint;
  certificate?: { shown: CertificateFacts; pinned: string | null };
  offers?: TestOffer[];
}

export interface Steps {
  plan(steps: readonly Planned[]): void;
  begin(id: string): void;
  end(id: string, ended: Ended): void;
  /** Ends a step by what was seen in it: failed, or only warned when the test goes on. @returns whether it goes on */
  saw(id: string, seen: Seen, more?: Omit<Ended, 'state' | 'hint'>): boolean;
  /** What has not begun will not. */
  skipRest(): void;
  outcome(): 'ok' | 'warned' | 'failed';
}

export function createSteps(time: Time, tell: (step: TestStep) => void): Steps {
  const steps = new Map<string, TestStep>();
  const begun = new Map<string, number>();

  function change(id: string, next: Partial<TestStep>): void {
    const step = steps.get(id);
    if (step === undefined) return;
    const changed = { ...step, ...next };
    steps.set(id, changed);
    tell(changed);
  }

  function end(id: string, ended: Ended): void {
    const since = begun.get(id);
    const { state, tookMs = since === undefined ? null : time.monoMs() - since, facts = [], offers = [] } = ended;
    const rounded = tookMs === null || state === 'skipped' ? null : Math.round(tookMs * 10) / 10;
    const { hint = null, certificate = null } = ended;
    change(id, { state, tookMs: rounded, facts, hint, certificate, offers });
  }

  return {
    plan(planned) {
      for (const { id, group, label } of planned) {
        const step: TestStep = {
          ...{ id, group, label, state: 'waiting', tookMs: null, facts: [], hint: null, certificate: null, offers: [] },
        };
        steps.set(id, step);
        tell(step);
      }
    },
    begin(id) {
      if (steps.get(id)?.state !== 'waiting') return;
      begun.set(id, time.monoMs());
      change(id, { state: 'running' });
    },
    end,
    saw(id, seen, more = {}) {
      const hint = hintOf(seen);
      const stops = stopsHere(hint.key);
      end(id, { ...more, state: stops ? 'failed' : 'warned', hint });
      return !stops;
    },
    skipRest() {
      for (const { id, state } of [...steps.values()])
        if (state === 'waiting' || state === 'running') end(id, { state: 'skipped' });
    },
    outcome() {
      const states = [...steps.values()].map(({ state }) => state);
      if (states.includes('failed')) return 'failed';
      return states.includes('warned') ? 'warned' : 'ok';
    },
  };
}
