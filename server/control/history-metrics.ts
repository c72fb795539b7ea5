/** What Prometheus may ask about keeping history: what was packed and thrown away, how far behind that is, and how large the database is. */
import { Counter, Gauge, type Registry } from 'prom-client';

/** As the keeper counts since the start. */
export interface KeeperFigures {
  packed: number;
  summed: number;
  pruned: number;
  refusals: number;
  longestStepMs: number;
  /** On the wall clock; null: none succeeded yet. */
  lastSuccessAtMs: number | null;
  behindMs: number;
}

export interface HistoryMetricsDeps {
  figures(): KeeperFigures;
  /** Rejects when the database does not answer. */
  databaseBytes(): Promise<number>;
  /** False while the database refuses. */
  recording(): boolean;
}

export function createHistoryMetrics(registry: Registry, observer: string, deps: HistoryMetricsDeps): void {
  const common = { labelNames: ['observer'] as const, registers: [registry] };
  const counter = (name: string, help: string, read: (of: KeeperFigures) => number) =>
    new Counter({
      ...{ ...common, name, help },
      collect() {
        this.reset();
        this.inc({ observer }, read(deps.figures()));
      },
    });
  const gauge = (name: string, help: string, read: () => number | null) =>
    new Gauge({
      ...{ ...common, name, help },
      collect() {
        const value = read();
        if (value === null) this.remove({ observer });
        else this.set({ observer }, value);
      },
    });
  counter('holdfast_history_packed_total', 'Pings that were moved from rows into chunks and rollups.', (f) => f.packed);
  counter('holdfast_history_counts_summed_total', 'Minutes of counted agents that were summed up.', (f) => f.summed);
  counter('holdfast_history_pruned_total', 'Rows that retention threw away or took names out of.', (f) => f.pruned);
  counter('holdfast_history_refusals_total', 'Steps of keeping history that the database refused.', (f) => f.refusals);
  gauge('holdfast_history_last_success_timestamp_seconds', 'When a step of keeping history last succeeded.', () =>
    inSeconds(deps.figures().lastSuccessAtMs),
  );
  gauge('holdfast_history_backlog_seconds', 'How much longer than it should the oldest ping has been a row.', () =>
    inSeconds(deps.figures().behindMs),
  );
  gauge('holdfast_history_longest_step_seconds', 'The longest step since the start.', () =>
    inSeconds(deps.figures().longestStepMs),
  );
  gauge('holdfast_recording', 'Whether the database takes what is measured, 0 or 1.', () => (deps.recording() ? 1 : 0));
  new Gauge({
    ...{ ...common, name: 'holdfast_database_bytes', help: 'Size of the database, free pages included.' },
    async collect() {
      const bytes = await deps.databaseBytes().catch(() => null);
      if (bytes === null) this.remove({ observer });
      else this.set({ observer }, bytes);
    },
  });
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000;
}
