/** The one error that carries a failure's cause through the stock packages, which know only exceptions. */
import type { Cause } from './failure-of';

export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly failure: Cause;

  constructor(failure: Cause) {
    super(failure.condition);
    this.failure = failure;
  }
}
