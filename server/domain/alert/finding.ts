/** What a condition finds: that it holds for one subject, since when, and by which samples. */
import type { EpochMs, Explanation, FinesseSide, Incident } from '#contract';

export interface Finding {
  /** Alerts of one subject make one incident. */
  subject: string;
  clusterKey: string | null;
  nodeKey: string | null;
  side: FinesseSide | null;
  /** Set: it is about this team alone. */
  teamId: string | null;
  /** Since when, by the evidence. */
  begunAt: EpochMs;
  title: string;
  /** The measured value in words. */
  sample: string;
  cause: Incident['cause'];
  affected: {
    servers: string[];
    transports: string[];
    teams: { teamId: string; name: string; agents: number }[];
    agents: number;
  };
  /** Told one degree lower: somebody else does this one's work. */
  covered: boolean;
  flapping: boolean;
}

export type FindingInput = Pick<Finding, 'subject' | 'begunAt' | 'title' | 'sample'> & Partial<Finding>;

export function finding(input: FindingInput): Finding {
  return {
    ...{ clusterKey: null, nodeKey: null, side: null, teamId: null, covered: false, flapping: false },
    cause: { outage: null, scope: null, where: null, failure: null },
    affected: { servers: [], transports: [], teams: [], agents: 0 },
    ...input,
  };
}

export function isoTime(at: EpochMs): string {
  return new Date(at).toISOString();
}

const SAMPLES_KEPT = 20;
export type AlertSample = Explanation['samples'][number];

/** The first sample stays; of the others the latest. */
export function withSample(samples: AlertSample[], { sample }: Pick<Finding, 'sample'>, at: EpochMs): AlertSample[] {
  if (samples.at(-1)?.text === sample) return samples;
  const all = [...samples, { time: at, text: sample }];
  return all.length <= SAMPLES_KEPT ? all : [...all.slice(0, 1), ...all.slice(2)];
}
