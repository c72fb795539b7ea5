/** Who works here: agents in teams and sites, the same ones for the same seed and size. */
import type { Agent, DesktopTransport, NetworkProfile, Site, Team } from '../model';
import { firstNames, lastNames, teamNames } from './names';
import { Random } from './random';
import type { WorldSettings } from './settings';

export interface Population {
  agents: readonly Agent[];
  teams: readonly Team[];
  sites: readonly Site[];
}

const FIRST_LOGIN = 1001001;

export function populate(settings: WorldSettings): Population {
  const random = new Random(settings.seed, 'population');
  const sites = settings.sites.map(({ name, path, rttMs }): Site => ({ name, path, rttMs }));
  const count = Math.ceil(settings.agents / settings.teamSize);
  const names = Array.from({ length: count }, (_, i) => ({ id: String(i + 1), name: teamName(settings, i) }));
  const agents = Array.from({ length: settings.agents }, (_, i) => {
    const team = names[Math.floor(i / settings.teamSize)] ?? { id: '1', name: 'Team' };
    const site = siteOf(settings, i, team.name);
    const supervisor = i % settings.teamSize === 0;
    return agentOf(i, { team, site, supervisor }, settings, random);
  });
  const teams = names.map(({ id, name }): Team => {
    const members = agents.filter((a) => a.teamId === id);
    return {
      ...{ id, name, members: members.map((a) => a.loginId) },
      supervisors: members.filter((a) => a.roles.includes('Supervisor')).map((a) => a.loginId),
    };
  });
  return { agents, teams, sites };
}

function teamName(settings: WorldSettings, i: number): string {
  const names = [...settings.teams, ...teamNames.filter((n) => !settings.teams.includes(n))];
  const round = Math.floor(i / names.length);
  return `${names[i % names.length] ?? 'Team'}${round === 0 ? '' : ` ${round + 1}`}`;
}

/** A site by weight, among those where this team sits, in a pattern that every run of agents follows. */
function siteOf(settings: WorldSettings, i: number, team: string): Site {
  const open = settings.sites.filter((s) => s.teams.length === 0 || s.teams.includes(team));
  const total = open.reduce((sum, s) => sum + s.weight, 0);
  // multiples of the golden ratio spread evenly over any run of agents
  let rest = ((i * 0.618_033_988_749_895) % 1) * total;
  for (const site of open) {
    rest -= site.weight;
    if (rest < 0) return site;
  }
  return open[0] ?? { name: 'Nowhere', path: 'lan', rttMs: 10 };
}

interface Place {
  team: { id: string; name: string };
  site: Site;
  supervisor: boolean;
}

function agentOf(i: number, { team, site, supervisor }: Place, settings: WorldSettings, random: Random): Agent {
  const firstName = random.pick(firstNames) ?? 'Ada';
  const lastName = random.pick(lastNames) ?? 'Ravn';
  const loginName = `${firstName}.${lastName}${i}`.toLowerCase();
  return {
    // UCCX identifies a user by its CUCM name, UCCE by a number: FINESSE §1.3
    loginId: settings.deployment.type === 'UCCX' ? loginName : String(FIRST_LOGIN + i),
    ...{ loginName, firstName, lastName, extension: String(4001001 + i) },
    roles: supervisor ? ['Agent', 'Supervisor'] : ['Agent'],
    ...{ teamId: team.id, teamName: team.name, site: site.name },
    profile: profileFor(site, settings, random),
    transport: transportFor(settings, random),
    host: `pc-${site.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${String(i + 1).padStart(4, '0')}`,
  };
}

function profileFor(site: Site, settings: WorldSettings, random: Random): NetworkProfile {
  let roll = random.between(0, 1);
  for (const [name, share] of Object.entries(settings.profiles)) {
    roll -= share ?? 0;
    if (roll < 0 && isProfile(name)) return name;
  }
  return site.path === 'vpn' ? 'vpn' : 'lan';
}

const isProfile = (name: string): name is NetworkProfile =>
  name === 'lan' || name === 'vpn' || name === 'wifi' || name === 'laptop' || name === 'throttled';

/** FINESSE §5: WebSocket is the desktop's default from 12.0 on, BOSH is deprecated from 12.6 on. */
function transportFor(settings: WorldSettings, random: Random): DesktopTransport {
  const share = settings.boshShare ?? (settings.release === '12.5' ? 0.2 : 0.03);
  return random.chance(share) ? 'bosh' : 'websocket';
}
