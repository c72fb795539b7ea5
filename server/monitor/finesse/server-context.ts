/** What the parts of one server's watch share. */
import type { FinesseClusterConfig, FinesseServerConfig } from '../../config/schema';
import type { RestClient } from '../../finesse/rest/client';
import type { LoadMeter } from '../../finesse/rest/load-meter';
import type { Time } from '../../time/time';
import type { AgentWatch } from '../presence/port';
import type { AccountBook } from './account-book';
import type { ClusterDirectory } from './cluster-directory';
import type { DelayWindow } from './delay-window';
import type { MinuteBook } from './minute-book';
import type { PeopleRead } from './people-reader';
import type { FinesseDeps, SayOfServer, SideKnowledge } from './port';
import type { ReadinessBoard } from './readiness-board';
import type { SideFeeds } from './side-feeds';

export interface ServerContext {
  cluster: FinesseClusterConfig;
  server: FinesseServerConfig;
  deps: FinesseDeps;
  time: Time;
  say: SayOfServer;
  watch: AgentWatch;
  directory: ClusterDirectory;
  rest: RestClient;
  /** null: none is given. */
  admin: RestClient | null;
  accounts: AccountBook;
  board: ReadinessBoard;
  feeds: SideFeeds;
  minute: MinuteBook;
  meter: LoadMeter;
  delays: DelayWindow;
  /** Of this side, or told by the other. */
  release(): string | null;
  learned(more: Partial<SideKnowledge>): void;
  /** Reads whom this server has. @param when `from-now`: an answer that is under way may be older than that */
  readPeople(when: 'any' | 'from-now'): Promise<PeopleRead>;
}
