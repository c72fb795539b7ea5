/** The Performance API's counters as a function of what goes on: FINESSE §1.6. */
import type { EpochMs } from '#contract';
import type { PerformanceCounters } from '../model';

export interface Load {
  now: EpochMs;
  inService: boolean;
  /** With presence on this side. */
  present: number;
  signedIn: number;
  calls: number;
  publishDelayMs: number;
  restDelayMs: number;
  /** Many desktops come in at once. */
  loading: boolean;
}

export function countersOf(load: Load): PerformanceCounters {
  const slow = load.publishDelayMs > 1_000;
  const events = load.signedIn / 60;
  return {
    numOfActiveAgentsLoggedIn: load.present,
    numOfAgentsLoggedIn: load.signedIn,
    totalCallsInSystem: load.calls,
    systemState: load.inService ? 'STATE_IN_SERVICE' : 'STATE_OUT_OF_SERVICE',
    executingTaskCount: slow ? 60 : Math.round(events * (0.5 + wave(load.now, 7))),
    // what waits grows with the delay and with how much there is to say
    queuedTaskCount: slow
      ? Math.round(10 + (load.publishDelayMs / 1000) * Math.max(1, events))
      : Math.round(2 * wave(load.now, 11)),
    openfireThreadCount: 90 + Math.round(load.present / 25) + Math.round(6 * wave(load.now, 13)),
    tomcatThreadCount: 120 + Math.round(load.signedIn / 20) + (load.loading ? 90 : 0),
    requestLongestTimeMs: Math.round(120 + 60 * wave(load.now, 17) + load.restDelayMs + (load.loading ? 1_400 : 0)),
    processCpuLoad: Math.min(
      0.98,
      0.08 + load.present / 6_000 + (load.loading ? 0.35 : 0) + (slow ? 0.4 : 0) + 0.05 * wave(load.now, 5),
    ),
    ctiAverageProcessingTimeMs: Math.round(3 + 4 * wave(load.now, 19) + (slow ? 25 : 0)),
  };
}

/** 0..1, slowly up and down. */
function wave(now: EpochMs, periodS: number): number {
  return 0.5 + 0.5 * Math.sin((now / 1000 / periodS) * 2 * Math.PI);
}
