'use client';
/** The last group disconnects: when, how many, where the fault is by the sets involved, and how many are back. */
import type { GroupRecord } from '#contract';
import { plural } from '../format/units';
import { useNow, useZone } from '../live/live-context';
import { evidenceWords, groupsOf, groupTimes, groupWhere, groupWho, isOpenGroup } from './groups';
import classes from './groups-panel.module.css';
import type { BoardModel } from './model';
import { Panel, PanelEmpty } from './panel';

const SHOWN = 2;

export function GroupsPanel({ model }: { model: BoardModel }) {
  const groups = groupsOf(model);
  const rest = groups.slice(SHOWN);
  return (
    <Panel title="Group disconnects" rule="last 24 h" className={classes.panel}>
      {groups.length === 0 && <PanelEmpty>None: nobody lost connections together.</PanelEmpty>}
      <ul>
        {groups.slice(0, SHOWN).map((group) => (
          <GroupCard key={`${group.clusterKey}/${group.id}`} group={group} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details className={classes.more}>
          <summary>{plural(rest.length, 'earlier group')}</summary>
          <ul>
            {rest.slice(0, 50).map((group) => (
              <GroupCard key={`${group.clusterKey}/${group.id}`} group={group} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function GroupCard({ group }: { group: GroupRecord }) {
  const now = useNow();
  const { zone } = useZone();
  return (
    <li className={classes.card} data-open={isOpenGroup(group, now)} data-scope={group.scope}>
      <p className={classes.what}>
        <ScopeMark scope={group.scope} />
        <span>
          <span className={classes.when}>{groupTimes(group, now, zone)}</span> {groupWho(group)}, {groupWhere(group)}
        </span>
        <span className={classes.back}>
          {group.back} of {group.size} back{group.forcedOut > 0 && `, ${group.forcedOut} forced out`}
        </span>
      </p>
      <p className={classes.evidence}>Lost {evidenceWords(group)}</p>
    </li>
  );
}

/** Server, place, or single people: told apart by shape. */
function ScopeMark({ scope }: { scope: GroupRecord['scope'] }) {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.75, strokeLinejoin: 'round' } as const;
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className={classes.mark}>
      {scope === 'server-side' && <path d="M2 2.5h12v4.5H2zM2 9h12v4.5H2z" {...line} />}
      {scope === 'site-or-path' && (
        <path d="M8 14.5C5 11 3.5 8.6 3.5 6.3a4.5 4.5 0 0 1 9 0C12.5 8.6 11 11 8 14.5zM8 6.3h.1" {...line} />
      )}
      {scope === 'client-side' && (
        <path d="M5.5 5.5h.1M11 4h.1M8 9h.1M4 11.5h.1M12 11h.1" {...line} strokeWidth={3} strokeLinecap="round" />
      )}
    </svg>
  );
}
