/** What a target's configuration is to others: the fact that announces it, and whether it is the same as before. */
import { isDeepStrictEqual } from 'node:util';
import type { Fact, TargetState } from '#contract';
import type { TargetConfig } from '../config/schema';

export function idsOf({ clusterKey, nodeKey, key }: Pick<TargetState, 'clusterKey' | 'nodeKey' | 'key'>) {
  return { clusterKey, nodeKey, targetKey: key };
}

export function isOf(state: TargetState, node: { clusterKey: string; nodeKey: string }): boolean {
  return state.clusterKey === node.clusterKey && state.nodeKey === node.nodeKey;
}

/** A pause outlives a restart; every other reason to be stopped does not. */
export function wasPaused(state: TargetState | undefined): boolean {
  return state?.session.phase === 'stopped' && state.session.reason === 'paused';
}

type Configured = Extract<Fact, { type: 'target-configured' }>;

export function configuredFact(target: TargetConfig, at: number, demo: boolean): Configured {
  return {
    type: 'target-configured',
    at,
    clusterKey: target.clusterKey,
    nodeKey: target.nodeKey,
    targetKey: target.key,
    clusterName: target.clusterName,
    nodeName: target.nodeName,
    domain: target.session.wire.domain,
    transport: target.transport,
    address: target.address,
    expect: target.expect,
    pingIntervalMs: target.policy.pingIntervalMs,
    pingTimeoutMs: target.policy.pingTimeoutMs,
    pingRetries: target.policy.pingRetries,
    demo,
  };
}

export function sameConfiguration(state: TargetState | undefined, fact: Configured): boolean {
  if (state === undefined || state.archived) return false;
  const { type: _, at: __, targetKey: ___, ...wanted } = fact;
  const had: Record<string, unknown> = { ...state };
  return Object.entries(wanted).every(([key, value]) => had[key] === value);
}

/** Whether a session of the one would be the same as one of the other, in how it is made and in how it is shown. */
export function isSameTarget(a: TargetConfig, b: TargetConfig): boolean {
  const plain = (t: TargetConfig) => ({ ...t, session: { ...t.session, password: t.session.password.reveal() } });
  return isDeepStrictEqual(plain(a), plain(b));
}
