'use client';
/** One agent of a live board: whoever asks is drawn again when this agent changes, and not for others. */
import { useSyncExternalStore } from 'react';
import type { AgentView, Disconnect } from '#contract';
import { agentOf, type BoardModel } from '../board/model';
import type { LivePage } from '../live/live-page';

export type BoardPage = LivePage<BoardModel>;

/** A login id may contain slashes, a cluster's key none. */
export function splitKey(key: string): { clusterKey: string; loginId: string } {
  const slash = key.indexOf('/');
  return { clusterKey: key.slice(0, Math.max(0, slash)), loginId: key.slice(slash + 1) };
}

/** @param key `CLUSTER/LOGIN`; undefined = not in sight any more */
export function useAgent(page: BoardPage, key: string): AgentView | undefined {
  const read = () => {
    const { clusterKey, loginId } = splitKey(key);
    return agentOf(page.model(), clusterKey, loginId);
  };
  return useSyncExternalStore(page.onChange, read, read);
}

/** The disconnect that is going on, or the last one, when it is of the last day. */
export function useDisconnect(page: BoardPage, id: string | null): Disconnect | undefined {
  const read = () => (id === null ? undefined : page.model().disconnects.get(id));
  return useSyncExternalStore(page.onChange, read, read);
}
