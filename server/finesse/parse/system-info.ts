/** What a server says about itself: SystemInfo, by REST and as an event (FINESSE §1.2). */
import { z } from 'zod';
import { epochMs } from '#contract';
import { booleanOf, countOf, integerOf, stampOf, upper, word, words } from './fields';
import { childOf, childrenOf, type DataNode, findNode, type Read, readable, textOf, unreadable } from './xml';

const port = z.number().int().min(1).max(65_535).nullable().catch(null);
const count = z.number().int().nonnegative().nullable();
const node = z.object({ host: words, httpsPort: port, xmppPort: port, xmppSecurePort: port });

export const systemInfo = z.object({
  /** By the server's clock. */
  currentTimestampMs: epochMs.nullable(),
  /** `UCCE`, `UCCX`; open. */
  deploymentType: words,
  /** `IN_SERVICE`, `OUT_OF_SERVICE`, in errors also `PARTIAL_SERVICE`; open. */
  status: word,
  statusReason: words,
  /** `SUCCESS` or `FAILURE`; open. */
  lastCtiHeartbeatStatus: words,
  lastSuccessCtiHeartbeatMs: epochMs.nullable(),
  ctiHeartbeatIntervalS: count,
  ctiVersion: words,
  /** Maintenance modes as written (`IN_PROGRESS`); null: off, or the release has none. */
  ctiMaintenance: words,
  /** null while the mode is off. */
  ctiTimeInMaintenanceS: count,
  finesseMaintenance: words,
  finesseTimeInMaintenanceS: count,
  license: words,
  peripheralId: words,
  /** `NON_SSO`, `SSO`, `HYBRID`; open. */
  authMode: words,
  timezoneOffsetMin: z.number().int().nullable(),
  /** Of the server that was asked: the sides differ. */
  xmppDomain: words,
  pubsubDomain: words,
  primary: node.nullable(),
  /** Without a host: a single server. */
  secondary: node.nullable(),
  ctiServers: z.array(z.object({ host: words, connectedDurationS: count, active: z.boolean().nullable() })),
});
export type SystemInfo = z.infer<typeof systemInfo>;

export function readSystemInfo(root: DataNode): Read<SystemInfo> {
  const info = findNode(root, 'SystemInfo');
  if (info === null) return unreadable('unexpected-content');
  const text = (name: string): string | null => textOf(info, name);
  const parsed = systemInfo.safeParse({
    currentTimestampMs: stampOf(text('currentTimestamp')),
    deploymentType: upper(text('deploymentType')),
    status: upper(text('status')),
    statusReason: text('statusReason'),
    lastCtiHeartbeatStatus: upper(text('lastCTIHeartbeatStatus')),
    lastSuccessCtiHeartbeatMs: stampOf(text('lastSuccessCTIHeartbeatTime')),
    ctiHeartbeatIntervalS: countOf(text('ctiHeartbeatInterval')),
    ctiVersion: text('ctiVersion'),
    ctiMaintenance: text('ctiMMode'),
    ctiTimeInMaintenanceS: countOf(text('ctiTimeInMMode')),
    finesseMaintenance: text('finesseMMode'),
    finesseTimeInMaintenanceS: countOf(text('finesseTimeInMMode')),
    license: text('license'),
    peripheralId: text('peripheralId'),
    authMode: upper(text('systemAuthMode')),
    timezoneOffsetMin: integerOf(text('timezoneOffset')),
    xmppDomain: text('xmppDomain'),
    pubsubDomain: text('xmppPubSubDomain'),
    primary: nodeOf(childOf(info, 'primaryNode')),
    secondary: nodeOf(childOf(info, 'secondaryNode')),
    ctiServers: ctiServersOf(childOf(info, 'ctiServers')),
  });
  return parsed.success ? readable(parsed.data) : unreadable('unexpected-content');
}

function nodeOf(found: DataNode | null): unknown {
  if (found === null) return null;
  const at = (name: string): number | null => countOf(textOf(found, name));
  const [httpsPort, xmppPort, xmppSecurePort] = [at('httpsPort'), at('xmppPort'), at('xmppSecurePort')];
  return { host: textOf(found, 'host'), httpsPort, xmppPort, xmppSecurePort };
}

/** `ctiServers{host, …}` is documented, a list of `ctiServer` inside it was seen as well. */
function ctiServersOf(found: DataNode | null): unknown[] {
  if (found === null) return [];
  const listed = childrenOf(found, 'ctiServer');
  return (listed.length > 0 ? listed : found.children.length > 0 ? [found] : []).map((server) => ({
    host: textOf(server, 'host'),
    connectedDurationS: countOf(textOf(server, 'connectedDuration')),
    active: booleanOf(textOf(server, 'active')),
  }));
}
