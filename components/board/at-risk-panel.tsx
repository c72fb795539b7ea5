'use client';
/** Who is about to be forced out, next first, each with its countdown. Rows keep their places while somebody points at them. */
import Link from 'next/link';
import { useState } from 'react';
import { type AgentView, agentKeyOf, type EpochMs, type Scope } from '#contract';
import { formatCount } from '../format/units';
import { useNow } from '../live/live-context';
import { agentsHref } from './addresses';
import classes from './at-risk-panel.module.css';
import { AtRiskRow, LeftRow } from './at-risk-row';
import { agentsIn, dueAt } from './figures';
import type { BoardModel } from './model';
import { NobodyAtRisk } from './nobody-at-risk';
import { Panel, PanelEmpty } from './panel';
import { type Placed, placedRows } from './placing';

/** So many fit without scrolling; a telephone shows the first four. */
const ROWS = 8;
const NARROW_ROWS = 4;

export function AtRiskPanel({ model }: { model: BoardModel }) {
  const { all, rows, hold } = usePlaced(model);
  const shown = rows.slice(0, ROWS);
  return (
    <Panel
      title="At risk now"
      rule={all > 1 ? 'next to be forced out first' : ''}
      right={<More all={all} shown={shown} scope={model.teamsAsked} />}
      className={classes.panel}
    >
      {shown.length === 0 ? (
        <PanelEmpty>
          <NobodyAtRisk model={model} />
        </PanelEmpty>
      ) : (
        <ul className={classes.rows} {...hold}>
          {shown.map(({ key, item }) => (
            <li key={key} className={classes.row}>
              {item === null ? <LeftRow model={model} agentKey={key} /> : <AtRiskRow agent={item} model={model} />}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Who comes is shown at once, at the end; the order is made again once a second, when the clock moves. */
function usePlaced(model: BoardModel) {
  const now = useNow();
  const [held, setHeld] = useState(false);
  const [shown, setShown] = useState<{ at: number; model: BoardModel; rows: Placed<AgentView>[]; all: number } | null>(
    null,
  );
  let current = shown;
  if (current === null || current.at !== now || current.model !== model) {
    const keeps = held || current?.at === now;
    const wanted = nextFirst(agentsIn(model, 'at-risk'), now).map((item) => ({
      key: agentKeyOf(item.clusterKey, item.loginId),
      item,
    }));
    const rows = placedRows(current?.rows.slice(0, ROWS) ?? [], wanted, keeps);
    current = { at: now, model, rows, all: wanted.length };
    setShown(current);
  }
  const hold = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  };
  return { rows: current.rows, all: current.all, hold };
}

/** By what happens next; who has the same time, or waits for the end of a call, in the order of the login ids. */
export function nextFirst(agents: readonly AgentView[], now: EpochMs): AgentView[] {
  const byLogin = [...agents].sort((a, b) => (a.loginId < b.loginId ? -1 : 1));
  const due = byLogin.map((agent) => ({ agent, at: dueAt(agent, now) }));
  return due.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ agent }) => agent);
}

function More({ all, shown, scope }: { all: number; shown: readonly Placed<AgentView>[]; scope: Scope }) {
  const there = (rows: readonly Placed<AgentView>[]) => rows.filter((row) => row.item !== null).length;
  const link = (n: number, className: string | undefined) =>
    n > 0 && (
      <Link href={agentsHref(scope, { health: 'at-risk' })} prefetch={false} className={className}>
        and {formatCount(n)} more
      </Link>
    );
  return (
    <>
      {link(all - there(shown), classes.wide)}
      {link(all - there(shown.slice(0, NARROW_ROWS)), classes.narrow)}
    </>
  );
}
