/** Each channel with what became of its messages. Pure. */
import type { AlertingSnapshot, ChannelInfo, DeliverySummary, EpochMs } from '#contract';
import type { AlertingModel } from '../shell/model';

/** `failing`: what waits was refused at least once. `unused`: it never had anything to say. */
export type ChannelHealth = 'well' | 'waiting' | 'failing' | 'gave-up' | 'unused';

export interface ChannelRow {
  info: ChannelInfo;
  health: ChannelHealth;
  waiting: number;
  /** The first of those that wait. */
  head: DeliverySummary | null;
  /** Given up, and not tried again since. */
  dead: number;
  lastDelivered: { at: EpochMs; title: string } | null;
  test: AlertingSnapshot['tests'][number] | null;
}

export function channelRows({ setup, deliveries, tests }: AlertingModel): ChannelRow[] {
  return (setup?.channels ?? []).map((info) => {
    const own = deliveries.filter((d) => d.channel === info.name);
    return rowOf(info, own, tests.find((t) => t.channel === info.name) ?? null);
  });
}

function rowOf(info: ChannelInfo, own: readonly DeliverySummary[], test: ChannelRow['test']): ChannelRow {
  const waiting = own.filter((d) => d.status === 'waiting').sort((a, b) => a.order - b.order);
  const last = own
    .filter((d) => d.status === 'delivered')
    .reduce<DeliverySummary | null>((a, d) => (a === null || taken(d) > taken(a) ? d : a), null);
  const dead = own.filter((d) => d.status === 'dead');
  const head = waiting[0] ?? null;
  return {
    ...{ info, waiting: waiting.length, head, dead: dead.length, test },
    lastDelivered: last === null ? null : { at: taken(last), title: last.title },
    health: healthOf(head, dead, last),
  };
}

const taken = (d: DeliverySummary): EpochMs => d.deliveredAt ?? d.createdAt;

/** What was given up long ago says nothing of a channel that has delivered since. */
function healthOf(
  head: DeliverySummary | null,
  dead: readonly DeliverySummary[],
  last: DeliverySummary | null,
): ChannelHealth {
  if (head !== null) return head.condition === null ? 'waiting' : 'failing';
  if (dead.some((d) => last === null || d.createdAt > taken(last))) return 'gave-up';
  return last === null ? 'unused' : 'well';
}

/** The page's first line. */
export function channelsSentence(rows: readonly ChannelRow[]): string {
  const waiting = rows.reduce((sum, r) => sum + r.waiting, 0);
  const dead = rows.reduce((sum, r) => sum + r.dead, 0);
  const failing = rows.filter((r) => r.health === 'failing').map((r) => r.info.name);
  const failed = rows.filter((r) => r.test !== null && r.test.condition !== null && r.health !== 'failing');
  const tests = failed.map((r) => r.info.name).join(', ');
  const parts = [
    ...(failing.length > 0 ? [`${failing.join(', ')} ${failing.length === 1 ? 'does' : 'do'} not take messages`] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'}`] : []),
    ...(dead > 0 ? [`${dead} ${dead === 1 ? 'was' : 'were'} given up`] : []),
    ...(tests === '' ? [] : [`the last test of ${tests} failed`]),
  ];
  const text = parts.join('; ');
  return text === '' ? 'Nothing waits, and nothing was given up.' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
