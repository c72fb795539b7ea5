/** The installation's own record: how often the warning came first, and what its list of connected users means. */
import { type Disconnect, type EpochMs, type Fact, isForcedOut, type WarningRecord } from '#contract';
import type { ListMeaning } from '../../domain/presence/capabilities';
import type { AgentEvidence } from '../../domain/presence/evidence';
import { addCase, listMeaningOf, provenListMeaning, recordOf, tallyFrom } from '../../domain/presence/record';
import type { Time } from '../../time/time';

export interface Warnings {
  changed(agent: AgentEvidence, before: Disconnect | null, now: Disconnect, list: ListMeaning | null): void;
  /** When to `tell`; null: nothing changed. */
  dueAt(): EpochMs | null;
  tell(): void;
  /** As proven by cases here; null: not proven. */
  meaning(): ListMeaning | null;
}

interface Parts {
  clusterKey: string;
  time: Time;
  publish(fact: Fact): void;
  known: WarningRecord | null;
  onMeaning(meaning: ListMeaning): void;
}

const EVERY_MS = 1_000;
const CASES_KEPT = 20;

export function createWarnings({ clusterKey, time, publish, known, onMeaning }: Parts): Warnings {
  let tally = tallyFrom(known);
  let told = tally;
  let toldAt = 0;
  let found: ReturnType<typeof listMeaningOf>[] = [];
  let proven: ListMeaning | null = null;

  function learnMeaning(agent: AgentEvidence, forcedOutAt: EpochMs): void {
    found = [...found, listMeaningOf(agent, forcedOutAt)].filter((m) => m !== null).slice(-CASES_KEPT);
    const meaning = provenListMeaning(found);
    if (meaning === 'unproven' || meaning === proven) return;
    proven = meaning;
    onMeaning(meaning);
  }

  return {
    changed(agent, before, now, list) {
      const { warnedAt } = now;
      if (now.end !== null && (before === null || before.end === null) && isForcedOut(now)) {
        tally = addCase(tally, { warnedAt, forcedOutAt: now.end.at });
        if (list === 'unproven') learnMeaning(agent, now.end.at);
      }
      const closes = now.closedAt !== null && before?.closedAt === null;
      if (closes && now.end === null && now.returned !== null) tally = addCase(tally, { warnedAt, forcedOutAt: null });
    },
    dueAt: () => (tally === told ? null : toldAt + EVERY_MS),
    tell() {
      if (tally === told) return;
      told = tally;
      toldAt = time.now();
      publish({ type: 'warning-record-changed', at: toldAt, clusterKey, record: recordOf(tally) });
    },
    meaning: () => proven,
  };
}
