/** One cluster on the wall: its four figures, its servers, and its teams, those in trouble first. */
import type { HealthKind, WallCluster, WallCounts, WallServer } from '#contract';
import { formatCount, plural } from '../format/units';
import { HealthMark } from '../health/mark';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import { shownTeams } from './model';
import { TeamTile } from './team-tile';
import classes from './wall.module.css';

export function ClusterBlock({ cluster, clusters }: { cluster: WallCluster; clusters: number }) {
  const { teams, more, moreInTrouble } = shownTeams(cluster, clusters);
  const hasAgents = Object.values(cluster.counts).some((n) => n > 0) || cluster.teams.length > 0;
  return (
    <section className={classes.cluster} aria-label={cluster.name}>
      <div className={classes.title}>
        <h2>{cluster.name}</h2>
        <Servers cluster={cluster} />
      </div>
      {(hasAgents || cluster.servers.length > 0) && <Counts counts={cluster.counts} warns={cluster.warns} />}
      {teams.length > 0 && (
        <ul className={classes.teams} aria-label="Teams">
          {teams.map((team, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two teams may have one name, and a tile holds nothing
            <TeamTile key={`${team.name} ${n}`} team={team} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <p className={classes.more}>
          {plural(more, 'more team')}
          {moreInTrouble > 0 ? `, ${moreInTrouble} of them in trouble` : ', none of them in trouble'}
        </p>
      )}
    </section>
  );
}

const marks: Readonly<Record<WallServer['status'], { mark: MarkKind; words: string }>> = {
  'in-service': { mark: 'online', words: 'in service' },
  out: { mark: 'backoff', words: 'out' },
  standby: { mark: 'closed-by-design', words: 'standby' },
  unseen: { mark: 'unknown', words: 'not seen' },
};

function Servers({ cluster: { servers, sessions } }: { cluster: WallCluster }) {
  if (servers.length === 0) {
    const well = sessions.online === sessions.all;
    return (
      <p className={classes.server} data-status={well ? 'in-service' : 'out'}>
        <PhaseMark kind={well ? 'online' : 'backoff'} size={18} />
        {sessions.online} of {plural(sessions.all, 'session')} online
      </p>
    );
  }
  return (
    <ul className={classes.servers} aria-label="Servers">
      {servers.map(({ name, side, status, why }) => (
        <li key={`${side} ${name}`} className={classes.server} data-status={status}>
          <PhaseMark kind={marks[status].mark} size={18} />
          <b>{side}</b> {why ?? marks[status].words}
        </li>
      ))}
    </ul>
  );
}

function Counts({ counts, warns }: { counts: WallCounts; warns: boolean }) {
  return (
    <dl className={classes.counts}>
      <Figure name="Connected" mark="connected" n={counts.connected} />
      <Figure name="At risk" mark="at-risk" n={counts.atRisk} dash={!warns} />
      <Figure name="Forced out" mark="forced-out" n={counts.out} />
      <Figure name="Unknown" mark="unknown" n={counts.unknown} />
    </dl>
  );
}

function Figure({ name, mark, n, dash = false }: { name: string; mark: HealthKind; n: number; dash?: boolean }) {
  return (
    <div className={classes.figure} data-health={mark} data-some={n > 0}>
      <dt>
        <HealthMark kind={mark} size={20} /> {name}
      </dt>
      <dd>{dash && n === 0 ? '–' : formatCount(n)}</dd>
    </div>
  );
}
