/** What ConnectedUsersInfo lists, kept per side: how long a name stays is a switch. */
import type { EpochMs } from '#contract';
import type { Agent, ConnectedUser } from '../model';
import type { Switches } from '../switches';
import type { AgentRecord } from './cti';
import type { ConnectedUsersView } from './port';
import type { Session } from './sessions';

/** FINESSE §1.6: the server refreshes its cache every 5 s. */
const CACHE_MS = 5_000;

interface Stay {
  agent: Agent;
  jid: string;
  resource: string;
  since: EpochMs;
  viaProxy: boolean;
}

export class ConnectedUsers {
  private readonly stays = new Map<string, Stay>();
  private cache: ConnectedUsersView | null = null;

  constructor(
    private readonly host: string,
    private readonly switches: Switches,
  ) {}

  /** A session of a signed-in agent became available, or an agent with a session signed in. */
  arrived(record: AgentRecord, session: Session, at: EpochMs): void {
    const { jid, resource, viaProxy } = session;
    const since = this.switches.connectedDurationResets ? at : (record.signedInAt ?? at);
    const earlier = this.stays.get(record.agent.loginId);
    // the desktop is what counts; another session of the same user does not hide it
    if (earlier?.resource === 'desktop' && resource !== 'desktop') return;
    this.stays.set(record.agent.loginId, { agent: record.agent, jid, resource, since, viaProxy });
  }

  unavailable(loginId: string, jid: string): void {
    if (this.switches.connectedUsersKeep !== 'until-unavailable') return;
    if (this.stays.get(loginId)?.jid === jid) this.stays.delete(loginId);
  }

  signedOut(loginId: string): void {
    this.stays.delete(loginId);
  }

  /** The server started anew. */
  clear(): void {
    this.stays.clear();
    this.cache = null;
  }

  list(now: EpochMs): ConnectedUser[] {
    return [...this.stays.values()].map(({ agent, jid, resource, since, viaProxy }) => ({
      ...{ loginId: agent.loginId, userType: resource === 'desktop' ? 'DESKTOP' : 'THIRDPARTY', xmppJid: jid },
      ...{ teamName: agent.teamName, extension: agent.extension, firstName: agent.firstName, lastName: agent.lastName },
      ...{ connectedDurationS: Math.floor((now - since) / 1000), connectedHostName: this.host, viaProxy },
    }));
  }

  /** @param others entries of the other side, where one side lists both */
  view(now: EpochMs, others: () => ConnectedUser[]): ConnectedUsersView {
    if (this.cache !== null && now - this.cache.takenAt < CACHE_MS) return this.cache;
    const users = this.switches.connectedUsersSpan === 'both-sides' ? [...this.list(now), ...others()] : this.list(now);
    this.cache = { takenAt: now, users };
    return this.cache;
  }
}
