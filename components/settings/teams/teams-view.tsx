'use client';
/** The teams, cluster by cluster. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { plural } from '../../format/units';
import page from '../shell/page.module.css';
import { siteWords, type TeamRow } from './model';
import classes from './teams.module.css';

export function TeamSettings({ rows }: { rows: readonly TeamRow[] }) {
  if (rows.length === 0) return <NoTeams />;
  const clusters = [...new Set(rows.map((row) => row.clusterKey))];
  const alone = rows.filter((row) => row.agents > 0 && row.supervisors.length === 0).length;
  return (
    <>
      <h1>Teams</h1>
      <p className={page.sentence}>
        {plural(rows.length, 'team')}, as the servers report them: they are made and changed there.
        {alone > 0 && ` ${alone} ${alone === 1 ? 'has' : 'have'} no supervisor here. `}
        {alone > 0 && <Link href="/settings/people">Give people their teams</Link>}
      </p>
      {clusters.map((key) => (
        <Cluster key={key} clusterKey={key} rows={rows.filter((row) => row.clusterKey === key)} />
      ))}
    </>
  );
}

function Cluster({ clusterKey, rows }: { clusterKey: string; rows: readonly TeamRow[] }) {
  const [first] = rows;
  if (first === undefined) return null;
  return (
    <section className={classes.part} aria-labelledby={`teams-${clusterKey}`}>
      <div className={classes.head}>
        <h2 id={`teams-${clusterKey}`}>
          {first.clusterName}
          {first.clusterRemoved && ', no longer watched'}
        </h2>
        {!first.clusterRemoved && (
          <Link href={`/settings/clusters?cluster=${encodeURIComponent(clusterKey)}`}>
            Rules of sites<span className="hf-hidden"> of {first.clusterName}</span>
          </Link>
        )}
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Team</th>
            <th scope="col" className={classes.number}>
              Agents
            </th>
            <th scope="col">Sites</th>
            <th scope="col">Supervisors here</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.teamId}>
              <th scope="row">
                <Link href={`/agents?teams=${encodeURIComponent(`${row.clusterKey}/${row.teamId}`)}`}>
                  {row.teamName}
                </Link>
              </th>
              <td className={classes.number}>{row.agents}</td>
              <td>{row.sites.length === 0 ? '–' : siteWords(row.sites)}</td>
              <td>
                {row.supervisors.length === 0 ? (
                  <span className={page.detail}>nobody</span>
                ) : (
                  row.supervisors.join(', ')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NoTeams() {
  return (
    <>
      <h1>Teams</h1>
      <div className={page.empty}>
        <h2>No team is known yet</h2>
        <p className={page.sentence}>
          Teams come from the servers: from Finesse by an administrator’s account or the feeds of supervisors, from XMPP
          services by the people to watch.
        </p>
        <Button component={Link} href="/settings/clusters">
          Clusters and servers
        </Button>
      </div>
    </>
  );
}
