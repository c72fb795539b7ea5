/** What every hint is made with. */
import type { Hint, HintKey } from '#contract';

export const said = (key: HintKey, reason: string, advice: string): Hint => ({ key, reason, advice });
