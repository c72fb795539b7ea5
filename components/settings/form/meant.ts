/** What a form comes to: what is sent, and where its items stand in it. */
import type { ConfigChange } from '#contract';
import type { ItemPlace } from './refusals';

export type Wish = Pick<ConfigChange, 'put' | 'remove'>;

/** Or why nothing can be sent, and where in the form that is told. */
export type Meant = { wish: Wish; places: readonly ItemPlace[] } | { fault: string; path: string };
