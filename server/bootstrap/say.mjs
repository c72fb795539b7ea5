/** What the bootstrap tells people: one line for each thing that it does, on stderr, so that a command's own output stays clean. */

export function say(line) {
  process.stderr.write(`holdfast: ${line}\n`);
}

/** A failure that the user can act on: printed as a sentence, without a stack. */
export class Halt extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** `1.2 s` since `startedAt` (of performance.now). */
export const took = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
