/** All simulated desktops, and the ways from their sites to the servers. */
import type { Agent, Side, Site } from '../model';
import { sides } from '../model';
import { Desktop } from './desktop';
import type { DesktopHost, Loss } from './desktop-host';

export class Fleet {
  private readonly desktops = new Map<string, Desktop>();
  private readonly cuts = new Map<string, Set<Side>>();

  /** @param simulated whose desktop lives here; the others' are real sessions that a face reports */
  constructor(
    simulated: readonly { agent: Agent; homeSide: Side }[],
    sites: readonly Site[],
    host: Omit<DesktopHost, 'siteReaches'>,
  ) {
    const full: DesktopHost = { ...host, siteReaches: (site, side) => this.siteReaches(site, side) };
    const byName = new Map(sites.map((s) => [s.name, s]));
    for (const { agent, homeSide } of simulated) {
      const site = byName.get(agent.site);
      this.desktops.set(agent.loginId, new Desktop(agent, homeSide, site?.rttMs ?? 20, site?.path === 'proxy', full));
    }
  }

  get(loginId: string): Desktop | null {
    return this.desktops.get(loginId) ?? null;
  }

  all(): Desktop[] {
    return [...this.desktops.values()];
  }

  siteReaches(site: string, side: Side): boolean {
    return this.cuts.get(site)?.has(side) !== true;
  }

  cutSites(): string[] {
    return [...this.cuts].filter(([, cut]) => cut.size > 0).map(([site]) => site);
  }

  /** @returns how many desktops are there */
  cut(site: string, cut: readonly Side[], how: Loss): number {
    const set = this.cuts.get(site) ?? new Set<Side>();
    for (const side of cut) set.add(side);
    this.cuts.set(site, set);
    return this.pathsChanged(site, how);
  }

  mend(site: string, mended: readonly Side[] = sides): number {
    for (const side of mended) this.cuts.get(site)?.delete(side);
    return this.pathsChanged(site, 'vanish');
  }

  /** The server is out of service, or its `finesse@` went. */
  serverLeft(side: Side): void {
    for (const desktop of this.desktops.values()) desktop.serverLeft(side);
  }

  private pathsChanged(site: string, how: Loss): number {
    const there = this.all().filter((d) => d.agent.site === site);
    for (const desktop of there) desktop.pathChanged(how);
    return there.length;
  }
}
