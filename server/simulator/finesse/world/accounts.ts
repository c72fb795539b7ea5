/** Who may sign in, with which password, and what they may subscribe to. */
import type { EpochMs } from '#contract';
import type { Side, Team } from '../model';
import type { Switches } from '../switches';
import type { Population } from './population';
import type { Account, Authentication } from './port';
import type { WorldSettings } from './settings';

/** FINESSE §1.1: five wrong passwords block the user for five minutes. */
const TRIES = 5;
const LOCKED_MS = 300_000;

interface Entry {
  account: Account;
  password: string;
  wrong: Record<Side, number>;
  lockedUntil: Record<Side, EpochMs>;
}

export class Accounts {
  private readonly entries = new Map<string, Entry>();

  constructor(
    settings: WorldSettings,
    private readonly population: Population,
    private readonly switches: Switches,
  ) {
    for (const agent of population.agents) {
      const supervises = agent.roles.includes('Supervisor') ? [agent.teamId] : [];
      const role = supervises.length > 0 ? 'supervisor' : 'agent';
      const account: Account = {
        username: agent.loginId,
        role,
        supervises,
        sso: settings.authMode !== 'NON_SSO',
        agent,
      };
      this.add(account, settings.agentPassword);
    }
    for (const { username, password, role, teams, sso } of settings.accounts) {
      const supervises = population.teams
        .filter((t) => teams.includes(t.id) || teams.includes(t.name))
        .map((t) => t.id);
      this.add({ username, role, supervises, sso: sso || settings.authMode === 'SSO', agent: null }, password);
    }
  }

  all(): Account[] {
    return [...this.entries.values()].map((e) => e.account);
  }

  find(username: string): Account | null {
    return this.entries.get(username.toLowerCase())?.account ?? null;
  }

  setPassword(username: string, password: string): boolean {
    const entry = this.entries.get(username.toLowerCase());
    if (entry !== undefined) entry.password = password;
    return entry !== undefined;
  }

  authenticate(side: Side, username: string, password: string, at: EpochMs): Authentication {
    const entry = this.entries.get(username.toLowerCase());
    if (entry === undefined) return { ok: false, why: 'unknown-user' };
    if (at < entry.lockedUntil[side]) return { ok: false, why: 'locked' };
    if (entry.account.sso) return { ok: false, why: 'sso' };
    if (entry.password === password) {
      entry.wrong[side] = 0;
      return { ok: true, account: entry.account };
    }
    entry.wrong[side] += 1;
    if (entry.wrong[side] >= TRIES) {
      entry.wrong[side] = 0;
      entry.lockedUntil[side] = at + LOCKED_MS;
    }
    return { ok: false, why: 'wrong-password' };
  }

  /** As the Notification Service checks it: null where nothing would be let in. */
  passwordOf(username: string): string | null {
    const entry = this.entries.get(username.toLowerCase());
    if (entry === undefined) return null;
    return entry.account.sso ? null : entry.password;
  }

  feedAccess(username: string, feed: string): 'granted' | 'forbidden' | 'not-found' {
    const account = this.find(username);
    if (account === null) return 'forbidden';
    if (feed === '/finesse/api/SystemInfo') return 'granted';
    const [, kind, id, rest] = /^\/finesse\/api\/(User|Team|Queue)\/([^/]+)(\/.+)?$/.exec(feed) ?? [];
    if (kind === 'User' && id !== undefined) return this.userFeed(account, id, rest ?? '');
    if (kind === 'Team' && rest === '/Users')
      return this.teamFeed(
        account,
        this.population.teams.find((t) => t.id === id),
      );
    return 'not-found';
  }

  presenceAccess(username: string, target: string): 'granted' | 'refused' {
    const known = this.find(username) !== null;
    if (target.toLowerCase() === 'finesse' || target.toLowerCase() === username.toLowerCase()) return 'granted';
    return known && this.switches.agentPresence === 'granted' ? 'granted' : 'refused';
  }

  defaultFeeds(username: string): string[] {
    const account = this.find(username);
    if (account === null) return [];
    const user = `/finesse/api/User/${account.agent?.loginId ?? account.username}`;
    return [user, `${user}/Dialogs`, `${user}/Media/1`, '/finesse/api/SystemInfo'];
  }

  private add(account: Account, password: string): void {
    const zero = (): Record<Side, number> => ({ A: 0, B: 0 });
    this.entries.set(account.username.toLowerCase(), { account, password, wrong: zero(), lockedUntil: zero() });
  }

  private userFeed(account: Account, id: string, rest: string): 'granted' | 'forbidden' | 'not-found' {
    if (this.find(id) === null || !/^(|\/Dialogs|\/Media\/[^/]+|\/Queues|\/ClientLog)$/.test(rest)) return 'not-found';
    if (account.username.toLowerCase() === id.toLowerCase()) return 'granted';
    return this.switches.userFeeds === 'granted' ? 'granted' : 'forbidden';
  }

  private teamFeed(account: Account, team: Team | undefined): 'granted' | 'forbidden' | 'not-found' {
    if (team === undefined) return 'not-found';
    const own = account.supervises.includes(team.id);
    return own || this.switches.teamFeeds === 'everyone' ? 'granted' : 'forbidden';
  }
}
