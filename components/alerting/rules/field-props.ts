/** What every part of the form of a rule is given. */
import type { Draft, Faults } from './draft';

export interface FieldProps {
  draft: Draft;
  faults: Faults;
  change(part: Partial<Draft>): void;
}
