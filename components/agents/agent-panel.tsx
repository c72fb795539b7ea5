'use client';
/** Before the page: who it is, how the connection is and why we say so, and the last disconnect in short. */
import { CloseButton } from '@mantine/core';
import Link from 'next/link';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { type AgentView, beganAt } from '#contract';
import { StoryList } from '../agent/story-list';
import { useViewed } from '../agent/use-viewed';
import { agentName } from '../health/words';
import { Moment } from '../session/moment';
import classes from './agent-panel.module.css';
import { PanelHealth } from './panel-health';
import { type BoardPage, splitKey, useAgent, useDisconnect } from './use-agent';

interface Props {
  page: BoardPage;
  agentKey: string;
  /** The address of the agent's own page. */
  href: string;
  onClose: () => void;
}

export function AgentPanel({ page, agentKey, href, onClose }: Props) {
  const agent = useAgent(page, agentKey);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const closes = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return;
    e.stopPropagation();
    onClose();
  };
  return (
    <aside className={classes.panel} aria-labelledby="agent-panel-name" onKeyDown={closes}>
      <div className={classes.head}>
        <h2 id="agent-panel-name" ref={heading} tabIndex={-1} className={classes.name}>
          {agent === undefined ? splitKey(agentKey).loginId : agentName(agent)}
        </h2>
        <CloseButton size={44} aria-label="Close" title="Close (Esc)" onClick={onClose} />
      </div>
      {agent === undefined ? (
        <p>No agent of this login id is in sight: the directory does not list it, or its team is not among yours.</p>
      ) : (
        <Known page={page} agent={agent} href={href} />
      )}
    </aside>
  );
}

function Known({ page, agent, href }: { page: BoardPage; agent: AgentView; href: string }) {
  return (
    <>
      <p className={classes.who}>{whoWords(agent)}</p>
      <PanelHealth agent={agent} />
      <LastDisconnect page={page} agent={agent} />
      <p>
        <Link href={href} className={classes.link} prefetch={false}>
          Open {agentName(agent)}’s page
        </Link>
      </p>
    </>
  );
}

/** `1001004 · Billing · Lyon · ext. 2004` */
export function whoWords(agent: Pick<AgentView, 'loginId' | 'teamName' | 'site' | 'extension'>): string {
  const { loginId, teamName, site, extension } = agent;
  return [loginId, teamName, site, extension === null ? null : `ext. ${extension}`].filter(Boolean).join(' · ');
}

function LastDisconnect({ page, agent }: { page: BoardPage; agent: AgentView }) {
  const disconnect = useDisconnect(page, agent.disconnectId);
  // A story is history: who looks at it is recorded. What the row shows as well is not.
  const viewed = useViewed(agent.clusterKey, agent.loginId, disconnect !== undefined);
  if (disconnect === undefined)
    return (
      <section className={classes.section} aria-label="Last disconnect">
        <h3>Last disconnect</h3>
        <p className={classes.quiet}>
          {agent.disconnectId === null ? 'None is known.' : 'More than a day ago: its story is on the page.'}
        </p>
      </section>
    );
  return (
    <section className={classes.section} aria-label="Last disconnect">
      <h3>
        {disconnect.closedAt === null ? 'Disconnect, going on' : 'Last disconnect'}{' '}
        <span className={classes.quiet}>
          <Moment at={beganAt(disconnect)} />
        </span>
      </h3>
      <StoryList disconnect={disconnect} />
      <p className={classes.note}>
        {viewed === 'not-recorded'
          ? 'That you opened this story could not be recorded.'
          : 'Opening this story is recorded.'}
      </p>
    </section>
  );
}
