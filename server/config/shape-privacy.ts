/** The shape of `privacy` in holdfast.yaml: what of people is kept. */
import type { z } from 'zod';
import { agentStatesKept } from '#contract';
import { oneOf, strict, whole } from './shape-parts';

/** Under three, a mean and an extreme are somebody's own. */
const LEAST_TEAM = 3;
const MOST_TEAM = 100;

export const privacyShape = strict({
  agentStates: oneOf(agentStatesKept.options).optional(),
  smallestTeam: whole(LEAST_TEAM, MOST_TEAM, 'agents').optional(),
});
export type PrivacyShape = z.infer<typeof privacyShape>;
