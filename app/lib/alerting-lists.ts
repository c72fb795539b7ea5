/** What is set up and going on of alerting, as plain lists for other tools. */
import { z } from 'zod';
import { type AlertNow, type AlertRule, type ChannelInfo, isInForce, pageQuery, type Silence } from '#contract';
import { loadAlerting } from './alerting';
import { wallTime } from './time';

export const alertList = { name: 'alerts', keyOf: (a: AlertNow) => `${a.ruleKey}/${a.subject}` };
export const ruleList = { name: 'rules', keyOf: (r: AlertRule) => r.key };
export const channelList = { name: 'channels', keyOf: (c: ChannelInfo) => c.name };
export const silenceList = { name: 'silences', keyOf: (s: Silence) => s.id };

export const alertsQuery = z.object({
  status: z.enum(['pending', 'firing']).optional(),
  ...pageQuery,
});
export const plainListQuery = z.object({ ...pageQuery });
export const silencesQuery = z.object({
  state: z
    .enum(['active', 'pending', 'expired'])
    .optional()
    .describe('In force now, to come, or over; those that were over two weeks ago are not listed.'),
  ...pageQuery,
});

export async function loadRules(): Promise<AlertRule[]> {
  return [...((await loadAlerting()).setup?.rules ?? [])];
}

export async function loadChannels(): Promise<ChannelInfo[]> {
  return [...((await loadAlerting()).setup?.channels ?? [])];
}

export async function loadSilences({ state }: z.infer<typeof silencesQuery>): Promise<Silence[]> {
  const at = wallTime();
  const { silences } = await loadAlerting();
  return silences.filter((s) => state === undefined || stateOf(s, at) === state);
}

function stateOf(s: Silence, at: number): 'active' | 'pending' | 'expired' {
  if (isInForce(s, at)) return 'active';
  return s.startsAt > at ? 'pending' : 'expired';
}
