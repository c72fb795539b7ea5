/** What every step of the wizard is given. */
import type { DraftInHand } from './use-draft';

export type StepProps = Pick<DraftInHand, 'draft' | 'change' | 'go'>;
