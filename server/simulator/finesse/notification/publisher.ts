/** Turns the world's events into publications on the feeds of one side. */
import type { Side } from '../model';
import type { AgentChanged, ApiError } from '../world/events';
import type { World } from '../world/port';
import type { Feeds } from './feeds';
import { dialogsUpdate, errorUpdate, systemInfoUpdate, teamUpdate, userUpdate } from './payloads';
import type { Dialect } from './port';

export interface PublisherDeps {
  world: World;
  side: Side;
  dialect: Dialect;
  feeds: Feeds;
}

const SYSTEM_INFO = '/finesse/api/SystemInfo';

export class Publisher {
  /** Calls that each agent had in the last view published. */
  private readonly dialogs = new Map<string, number>();

  constructor(private readonly deps: PublisherDeps) {}

  agentChanged({ view, feeds, requestId, loginId }: AgentChanged): void {
    const { world, dialect } = this.deps;
    const [user, team] = feeds;
    const codes = () => world.reasonCodes();
    this.deps.feeds.publish(user, () => userUpdate(view, { feed: user, requestId }, codes(), dialect));
    this.deps.feeds.publish(team, () => teamUpdate(view, { feed: team, requestId }, codes(), dialect));
    const before = this.dialogs.get(loginId) ?? 0;
    this.dialogs.set(loginId, view.dialogs);
    if ((before === 0) === (view.dialogs === 0)) return;
    const feed = `${user}/Dialogs`;
    this.deps.feeds.publish(feed, () => dialogsUpdate(view, feed, before === 0 ? 'POST' : 'DELETE', dialect));
  }

  apiError(error: ApiError): void {
    this.deps.feeds.publish(error.feed, () => errorUpdate(error, this.deps.dialect));
  }

  systemInfoChanged(): void {
    const info = this.deps.world.side(this.deps.side).systemInfo();
    this.deps.feeds.publish(SYSTEM_INFO, () => systemInfoUpdate(info, SYSTEM_INFO, this.deps.dialect));
  }
}
