/** What a desktop is given: the clock, chance, its habits, the two servers and the way to them. */
import type { Side } from '../model';
import type { WorldEvent } from './events';
import type { IdleRules } from './idle';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import type { DesktopHabits } from './search';
import type { Server } from './server';
import type { Session, Sessions } from './sessions';

/** Packets get lost without a word, or connections are reset. */
export type Loss = 'vanish' | 'reset';

export interface DesktopHost {
  clock: Scheduler;
  random: Random;
  habits: DesktopHabits & {
    pollMs: number;
    reconnectTries: number;
    reconnectMs: number;
    loadMs: number;
    loadsPerS: number;
    loadPerRttMs: number;
  };
  rules: IdleRules;
  sides: Readonly<Record<Side, { server: Server; sessions: Sessions }>>;
  /** The way from this site to that side; the desktop's own line comes on top. */
  siteReaches(site: string, side: Side): boolean;
  emit(event: WorldEvent): void;
}

export type DesktopPhase =
  | { kind: 'closed' }
  | { kind: 'connected'; side: Side; session: Session }
  /** `session` may live on while its server is out of service. */
  | { kind: 'searching'; side: Side; session: Session | null; triesLeft: number }
  | { kind: 'loading'; side: Side; session: Session | null }
  | { kind: 'reloading'; side: Side };
