/** The alerts of one replayed rule: the same steps as live, and a record of each time that it fired. */
import type { AlertRule, AlertState, EpochMs, ReplayFiring, Severity } from '#contract';
import { timesOf } from '../conditions';
import { alertDueAt, evaluateAlert, inactive } from '../evaluate';
import { type AlertSample, type Finding, withSample } from '../finding';

export interface Track {
  /** All that is found at `at`; what was found before and is not now is gone. */
  step(at: EpochMs, findings: readonly Finding[]): void;
  /** Nothing is pending or firing. */
  isIdle(): boolean;
  /** One alert fires, its condition held the last time, and it has so many samples: the same again would change nothing. */
  isSteady(samples: number): boolean;
  /** Samples of what is pending or firing with this subject. */
  samplesOf(subject: string): readonly AlertSample[];
  /** When time alone changes an alert; null: never. */
  dueAt(): EpochMs | null;
  /** Hands over what still fires. */
  finish(): void;
}

interface Held {
  state: AlertState;
  finding: Finding;
  severity: Severity;
  samples: AlertSample[];
}

/** @param told is called with each firing when it has ended, or at the finish */
export function createTrack(
  rule: AlertRule,
  severityOf: (finding: Finding, at: EpochMs) => Severity,
  told: (firing: ReplayFiring) => void,
): Track {
  const times = timesOf(rule);
  const held = new Map<string, Held>();

  function tell({ state, finding, severity, samples }: Held, endedAt: EpochMs | null): void {
    if (state.status !== 'firing') return;
    const { subject, title, clusterKey, nodeKey } = finding;
    const { begunAt, firedAt } = state;
    told({ subject, title, clusterKey, nodeKey, severity, begunAt, firedAt, endedAt, samples });
  }

  function stepOne(at: EpochMs, subject: string, finding: Finding | null): void {
    const known = held.get(subject);
    const of = finding ?? known?.finding;
    if (of === undefined) return;
    const before = known?.state ?? inactive;
    const state = evaluateAlert(before, finding, at, times);
    if (state.status === 'inactive') {
      if (known !== undefined) tell(known, at);
      held.delete(subject);
      return;
    }
    const fires = state.status === 'firing' && before.status !== 'firing';
    const severity = known === undefined || fires ? severityOf(of, at) : known.severity;
    const samples = finding === null ? (known?.samples ?? []) : withSample(known?.samples ?? [], finding, at);
    held.set(subject, { state, finding: of, severity, samples });
  }

  return {
    step(at, findings) {
      const found = new Map(findings.map((f) => [f.subject, f]));
      for (const subject of new Set([...held.keys(), ...found.keys()]))
        stepOne(at, subject, found.get(subject) ?? null);
    },
    isIdle: () => held.size === 0,
    isSteady(samples) {
      const [one] = held.size === 1 ? held.values() : [];
      return one?.state.status === 'firing' && one.state.clearAt === null && one.samples.length >= samples;
    },
    samplesOf: (subject) => held.get(subject)?.samples ?? [],
    dueAt() {
      let due: EpochMs | null = null;
      for (const { state } of held.values()) {
        const at = alertDueAt(state, times);
        if (at !== null && (due === null || at < due)) due = at;
      }
      return due;
    },
    finish() {
      for (const one of held.values()) tell(one, null);
      held.clear();
    },
  };
}

/** The span of time that nobody observed around `at`; null: it was observed. */
export function gapAt(unobserved: readonly { from: EpochMs; to: EpochMs }[], at: EpochMs) {
  return unobserved.find((u) => u.from < at && at < u.to) ?? null;
}
