'use client';
/** One team: its name, how many, what needs attention, and a mark for each agent. Drawn again only when one of them changed. */
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type MouseEvent, memo, useState } from 'react';
import { type AgentView, healthKinds, type Scope } from '#contract';
import { formatCount } from '../format/units';
import { agentName, healthWord } from '../health/words';
import { agentsHref } from './addresses';
import type { TeamModel } from './model';
import { COLUMNS, markAt, marksOf, STEP, teamSummary, troubleWords } from './team-marks';
import classes from './team-tiles.module.css';

interface Props {
  team: TeamModel;
  scope: Scope;
  /** Shown when there are several. */
  clusterName: string | null;
}

export const TeamTile = memo(function TeamTile({ team, scope, clusterName }: Props) {
  const { totals } = team;
  const trouble = troubleWords(totals);
  const urgent = totals['at-risk'] > 0 ? 'at-risk' : totals['forced-out'] > 0 ? 'forced-out' : 'none';
  return (
    <article className={classes.tile} data-urgent={urgent} data-team={team.key}>
      <h3 className={classes.name}>
        <Link href={agentsHref(scope, { team: team.key })} prefetch={false} className={classes.link}>
          {team.teamName}
        </Link>
        {clusterName !== null && <span className={classes.cluster}>{clusterName}</span>}
        <span className={classes.trouble}>{trouble}</span>
        <span className={`${classes.count} hf-figures`}>{formatCount(totals.all)}</span>
      </h3>
      <MarksDrawing team={team} scope={scope} />
    </article>
  );
});

function MarksDrawing({ team, scope }: Pick<Props, 'team' | 'scope'>) {
  const [pointed, point] = useState<{ i: number; agent: AgentView } | null>(null);
  const router = useRouter();
  const { width, height, paths } = marksOf(team.agents.values());

  function agentUnder(e: MouseEvent<SVGSVGElement>): { i: number; agent: AgentView } | null {
    const box = e.currentTarget.getBoundingClientRect();
    const scale = width / box.width;
    const i = markAt((e.clientX - box.left) * scale, (e.clientY - box.top) * scale, team.agents.size);
    const agent = i < 0 ? undefined : [...team.agents.values()][i];
    return agent === undefined ? null : { i, agent };
  }

  function open(e: MouseEvent<SVGSVGElement>): void {
    const under = agentUnder(e);
    const { clusterKey, loginId } = under?.agent ?? {};
    const wanted = under === null ? {} : { agent: `${clusterKey}/${loginId}` };
    router.push(agentsHref(scope, { team: team.key, ...wanted }));
  }

  const shown = pointed === null ? undefined : (team.agents.get(pointed.agent.loginId) ?? pointed.agent);
  return (
    <div className={classes.marks}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tile's link leads the keyboard to the same agents */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={teamSummary(team.totals)}
        onMouseMove={(e) => {
          const under = agentUnder(e);
          if (under?.i !== pointed?.i) point(under);
        }}
        onMouseLeave={() => point(null)}
        onClick={open}
      >
        {healthKinds.map((kind) => paths[kind] !== '' && <path key={kind} data-health={kind} d={paths[kind]} />)}
      </svg>
      {pointed !== null && shown !== undefined && (
        <span
          className={classes.tip}
          data-at={pointed.i % COLUMNS < 8 ? 'left' : pointed.i % COLUMNS < 16 ? 'middle' : 'right'}
          style={{
            left: `${(((pointed.i % COLUMNS) + 0.5) / COLUMNS) * 100}%`,
            top: `${(Math.floor(pointed.i / COLUMNS) + 1) * STEP + 4}px`,
          }}
        >
          {agentName(shown)}: {healthWord(shown.health.kind)}
        </span>
      )}
    </div>
  );
}
