/** The parts of a world, as those who act on it see them. */
import type { Deployment, Side } from '../model';
import type { Accounts } from './accounts';
import type { Cti } from './cti';
import type { WorldEvent } from './events';
import type { Fleet } from './fleet';
import type { Population } from './population';
import type { PresenceWatch } from './presence-watch';
import type { Random } from './random';
import type { Rhythm } from './rhythm';
import type { Scheduler } from './scheduler';
import type { Server } from './server';
import type { Sessions } from './sessions';

export interface SideParts {
  server: Server;
  sessions: Sessions;
  watch: PresenceWatch;
}

export interface Inner {
  clock: Scheduler;
  /** Of selectors and of what actions leave to chance. */
  random: Random;
  deployment: Deployment;
  ctiRoundTripMs: number;
  reloadMs: number;
  population: Population;
  accounts: Accounts;
  cti: Cti;
  rhythm: Rhythm;
  fleet: Fleet;
  sides: Readonly<Record<Side, SideParts>>;
  /** Groups of login ids that selectors named. */
  groups: Map<string, readonly string[]>;
  /** Phones that are out of service: nobody can sign in there. */
  phonesDown: Set<string>;
  /** Who is at work when all is calm. */
  atWork: ReadonlySet<string>;
  outside: { observerCut: boolean };
  emit(event: WorldEvent): void;
}
