/** What the rules find now, as the page lists it. Pure. */
import type { AlertNow, AlertRule, AlertsNow } from '#contract';
import { plural } from '../../format/units';

export interface NowLists {
  /** Somebody is told, or was. */
  firing: AlertNow[];
  /** Fires, and nobody is told for now. */
  muted: AlertNow[];
  pending: AlertNow[];
}

export function listsOf({ alerts }: AlertsNow): NowLists {
  const firing = alerts.filter((a) => a.state.status === 'firing');
  return {
    firing: firing.filter((a) => a.mutedBy === null),
    muted: firing.filter((a) => a.mutedBy !== null),
    pending: alerts.filter((a) => a.state.status === 'pending'),
  };
}

export interface RuleRow {
  key: string;
  name: string;
  threshold: string;
  looks: 'looking' | 'out of its hours' | 'off';
  firing: number;
  pending: number;
}

/** In order of the rules: those that find something first. */
export function ruleRows(rules: readonly AlertRule[], now: AlertsNow): RuleRow[] {
  const rows = rules.map((rule): RuleRow => {
    const of = now.alerts.filter((a) => a.ruleKey === rule.key);
    const looking = now.rules.find((r) => r.ruleKey === rule.key)?.looking ?? false;
    return {
      ...{ key: rule.key, name: rule.name, threshold: rule.threshold },
      looks: !rule.enabled ? 'off' : looking ? 'looking' : 'out of its hours',
      firing: of.filter((a) => a.state.status === 'firing').length,
      pending: of.filter((a) => a.state.status === 'pending').length,
    };
  });
  return [...rows.filter((r) => r.firing + r.pending > 0), ...rows.filter((r) => r.firing + r.pending === 0)];
}

export function nowSentence({ firing, muted, pending }: NowLists, rows: readonly RuleRow[]): string {
  const looking = rows.filter((r) => r.looks === 'looking').length;
  const watch = `${plural(looking, 'rule')} ${looking === 1 ? 'looks' : 'look'}`;
  if (firing.length + muted.length + pending.length === 0) return `Nothing fires. ${watch}; none finds anything.`;
  const fires =
    firing.length === 0 ? 'Nothing fires that is told' : plural(firing.length, 'alert fires', 'alerts fire');
  const parts = [
    fires,
    ...(muted.length > 0 ? [`${muted.length} ${muted.length === 1 ? 'is' : 'are'} muted`] : []),
    ...(pending.length > 0 ? [`${pending.length} about to, if it lasts`] : []),
  ];
  return `${parts.join(', ')}. ${watch}.`;
}
