/** Work on history that is done in small steps beside the recording. */
import type { EpochMs } from '#contract';

export interface Chore {
  readonly name: string;
  /**
   * One transaction at most, so that a commit of the recorder never waits long.
   *
   * @returns how many rows were moved or thrown away, whether another step has something to do at once, and how much longer than it should
   * the oldest has waited
   */
  step(now: EpochMs): Promise<{ done: number; more: boolean; behindMs?: number }>;
  /** Looks at the database again before the next step: what became of the last one is not known. */
  forget(): void;
}
