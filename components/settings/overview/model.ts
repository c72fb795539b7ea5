/** What is set up, and what is missing, for the first page of the settings. Pure. */
import type { Configuration } from '#contract';

export interface Standing {
  /** Of these one can go on at once. */
  missing: readonly { words: string; why: string; href: string; action: string }[];
  /** Not in force. */
  problems: readonly { words: string; href: string }[];
}

const pageOf = { cluster: '/settings/clusters', channel: '/settings/channels', setting: '/settings' } as const;
const wordOf = { cluster: 'Cluster', channel: 'Channel', setting: 'Setting' } as const;

/** @param people who may sign in */
export function standingOf(
  { items }: Pick<Configuration, 'items'>,
  { people, sqlite }: { people: number; sqlite: boolean },
): Standing {
  const has = (kind: string, key?: string) =>
    items.some((i) => i.kind === kind && (key === undefined || i.key === key));
  const missing = [
    has('cluster') ? null : steps.cluster,
    has('channel') ? null : steps.channel,
    has('setting', 'notify.publicUrl') ? null : steps.publicUrl,
    has('setting', 'notify.heartbeat') ? null : steps.heartbeat,
    has('setting', 'backup') || !sqlite ? null : steps.backup,
    people > 1 ? null : steps.people,
  ].filter((step) => step !== null);
  const problems = items
    .filter((i) => i.problem !== null)
    .map((i) => ({ words: `${wordOf[i.kind]} ${i.key}: ${i.problem}`, href: pageOf[i.kind] }));
  return { missing, problems };
}

const steps = {
  cluster: {
    ...{ words: 'Nothing is watched.', why: 'Servers and their accounts come first.' },
    ...{ href: '/set-up/cluster', action: 'Set up the first cluster' },
  },
  channel: {
    ...{ words: 'Nobody is told outside of these pages.', why: 'Incidents wait until somebody looks.' },
    ...{ href: '/settings/channels', action: 'Set up a channel' },
  },
  publicUrl: {
    ...{ words: 'Messages have no links.', why: 'Nobody has said where people reach Holdfast.' },
    ...{ href: '/settings/notify', action: 'Set the public address' },
  },
  heartbeat: {
    ...{ words: 'Nobody would notice if Holdfast stopped.', why: 'A service elsewhere can expect its calls.' },
    ...{ href: '/settings/notify', action: 'Set up a heartbeat' },
  },
  backup: {
    ...{ words: 'The history is not copied.', why: 'A broken disk would take it.' },
    ...{ href: '/settings/backup', action: 'Set up a backup' },
  },
  people: {
    ...{ words: 'Only one person can sign in.', why: 'Supervisors see their own teams alone.' },
    ...{ href: '/settings/people', action: 'Invite people' },
  },
} as const;
