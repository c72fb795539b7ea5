/** A simulator that was started from the command line. */

export interface Running {
  /** One line of JSON for people and scripts, a message for a parent process. */
  ready: { type: string };
  stop(): void;
}
