/** All alerts and incidents: one step takes the facts of a moment and says what changed. Deterministic, without clock or I/O. */
import {
  type AlertRule,
  type AlertState,
  type EpochMs,
  type Incident,
  type Severity,
  type Silence,
  urgencyOf,
} from '#contract';
import { findingsOf, timesOf } from './conditions';
import { alertDueAt, evaluateAlert, inactive } from './evaluate';
import type { AlertFacts } from './facts';
import { type AlertSample, type Finding, withSample } from './finding';
import {
  type Firing,
  mutedIncident,
  openedIncident,
  reopenedIncident,
  resolvedIncident,
  updatedIncident,
} from './incident';
import { type MaintenanceWindow, maintenanceOf } from './maintenance';
import { carrierOf } from './merging';
import { muteOf } from './muting';

export interface BookSettings {
  rules: readonly AlertRule[];
  windows: readonly MaintenanceWindow[];
  /** Whether `at` is in service hours; null: while agents are connected. */
  inServiceHours: ((at: EpochMs) => boolean) | null;
}

export interface Alert {
  rule: AlertRule;
  subject: string;
  state: AlertState;
  finding: Finding | null;
  samples: AlertSample[];
}

export interface AlertBook {
  /** What the facts say at `at`; answers with the incidents that changed. */
  step(facts: AlertFacts, at: EpochMs, silences: readonly Silence[]): Incident[];
  /** Puts in a record that somebody changed by hand or that was told. */
  put(incident: Incident): void;
  /** From the next step on. Rules that stay as they were keep what is pending and firing; what fires by one that is gone or off ends. */
  setRules(rules: readonly AlertRule[]): void;
  incident(id: string): Incident | undefined;
  incidents(): Incident[];
  /** Pending and firing ones. */
  alerts(): readonly Alert[];
  /** The open incident that alerts of a subject belong to. */
  openOf(subject: string): Incident | undefined;
  /** Those that are resolved and can open no more are forgotten. */
  forget(at: EpochMs): void;
  /** When time alone changes an alert; null: never. */
  dueAt(): EpochMs | null;
}

/** Back within this time, it is the same incident. */
export const REOPEN_MS = 600_000;
/** A flapping incident ends after so long without a sign. */
const QUIET_MS = 600_000;

/**
 * @param known incidents of the former run
 * @param settledAt until then nothing ends for want of evidence: after a start it comes bit by bit
 */
export function createAlertBook(settings: BookSettings, known: readonly Incident[], settledAt: EpochMs): AlertBook {
  const alerts = new Map<string, Alert>();
  const incidents = new Map(known.map((i) => [i.id, i]));
  const quietSince = new Map<string, EpochMs>();
  let rules = settings.rules.filter((r) => r.enabled);
  for (const i of known) for (const alert of alertsOf(i, rules)) alerts.set(keyOf(alert), alert);

  function evaluate(facts: AlertFacts, at: EpochMs): void {
    for (const rule of rules) {
      const found = new Map(findingsOf(rule, facts, at).map((f) => [f.subject, f]));
      const subjects = new Set(found.keys());
      for (const alert of alerts.values()) if (alert.rule.key === rule.key) subjects.add(alert.subject);
      for (const subject of subjects) evaluateOne(rule, subject, found.get(subject) ?? null, at);
    }
  }

  function evaluateOne(rule: AlertRule, subject: string, finding: Finding | null, at: EpochMs): void {
    const key = `${rule.key} ${subject}`;
    const alert = alerts.get(key) ?? { rule, subject, state: inactive, finding: null, samples: [] };
    if (finding === null && alert.state.status === 'firing' && at < settledAt) return;
    const state = evaluateAlert(alert.state, finding, at, timesOf(rule));
    if (state.status === 'inactive') {
      alerts.delete(key);
      return;
    }
    const samples = finding === null ? alert.samples : withSample(alert.samples, finding, at);
    alerts.set(key, { rule, subject, state, finding: finding ?? alert.finding, samples });
  }

  function firingBySubject(facts: AlertFacts, at: EpochMs): Map<string, [Firing, ...Firing[]]> {
    const bySubject = new Map<string, Firing[]>();
    const anyMerged = [...incidents.values()].some((i) => i.mergedInto !== null);
    for (const alert of alerts.values()) {
      if (alert.state.status !== 'firing') continue;
      const { rule, subject, finding, samples } = alert;
      const { begunAt, firedAt } = alert.state;
      const severity = severityOf(rule, finding, facts, at);
      const carrier = anyMerged ? carrierOf(subject, incidents, (i) => goesOn(i, at)) : subject;
      const list = bySubject.get(carrier) ?? [];
      bySubject.set(carrier, [...list, { rule, severity, begunAt, firedAt, samples, finding }]);
    }
    return new Map([...bySubject].map(([subject, list]) => [subject, inUrgency(list)]));
  }

  function severityOf(rule: AlertRule, finding: Finding | null, facts: AlertFacts, at: EpochMs): Severity {
    if (rule.severityOutsideHours === null) return rule.severity;
    const { inServiceHours } = settings;
    const clusterKey = finding?.clusterKey ?? null;
    const busy = inServiceHours?.(at) ?? (clusterKey !== null && facts.connectedLately(clusterKey, at) > 0);
    return busy && finding?.covered !== true ? rule.severity : rule.severityOutsideHours;
  }

  /** The incident that an alert of this subject belongs to, if it is not long over. */
  function incidentOf(subject: string, at: EpochMs): Incident | undefined {
    // A duplicate never comes back: its alerts go on in the other.
    const all = [...incidents.values()].filter((i) => i.subject === subject && i.mergedInto === null);
    return (
      all.find((i) => i.status === 'open') ??
      all.filter((i) => goesOn(i, at)).sort((a, b) => b.openedAt - a.openedAt)[0]
    );
  }

  function follow(subject: string, firing: [Firing, ...Firing[]], at: EpochMs): Incident | null {
    const known = incidentOf(subject, at);
    if (known?.status === 'open') {
      quietSince.delete(known.id);
      return updatedIncident(known, firing, at);
    }
    const finding = firing.find((f) => f.finding !== null)?.finding ?? null;
    if (finding === null) return null;
    if (known === undefined) return openedIncident(firing, finding, at);
    // Resolved by hand, and the same alert goes on: it had its say.
    const closedAt = known.resolved?.time ?? 0;
    if (known.resolved?.who !== null && firing.every((f) => f.firedAt <= closedAt)) return null;
    return reopenedIncident(known, firing, at);
  }

  function endOf(i: Incident, at: EpochMs): Incident {
    if (!i.flapping) return resolvedIncident(i, at, null);
    const since = quietSince.get(i.id) ?? at;
    quietSince.set(i.id, since);
    return at - since < QUIET_MS ? i : resolvedIncident(i, at, null);
  }

  function muted(facts: AlertFacts, at: EpochMs, silences: readonly Silence[]): Incident[] {
    const open = [...incidents.values()].filter((i) => i.status === 'open');
    const deps = {
      ...{ incidents: open, silences },
      maintenanceOf: (clusterKey: string | null, nodeKey: string | null) =>
        maintenanceOf({ clusterKey, nodeKey }, at, settings.windows, facts.servers.values()),
    };
    return open.map((i) => mutedIncident(i, muteOf(i, at, deps), at));
  }

  return {
    step(facts, at, silences) {
      const before = new Map(incidents);
      evaluate(facts, at);
      const firing = firingBySubject(facts, at);
      for (const [subject, list] of firing) {
        const next = follow(subject, list, at);
        if (next !== null) incidents.set(next.id, next);
      }
      for (const i of incidents.values())
        if (i.status === 'open' && !firing.has(i.subject)) incidents.set(i.id, endOf(i, at));
      for (const i of muted(facts, at, silences)) incidents.set(i.id, i);
      return [...incidents.values()].filter((i) => before.get(i.id) !== i);
    },
    setRules(next) {
      rules = next.filter((r) => r.enabled);
      for (const [key, alert] of alerts) {
        const rule = rules.find((r) => r.key === alert.rule.key);
        // What is pending by another condition says nothing of this one; what fires ends as this one says.
        const holds = alert.state.status === 'firing' || (rule !== undefined && isSameCondition(rule, alert.rule));
        if (rule === undefined || !holds) alerts.delete(key);
        else alerts.set(key, { ...alert, rule });
      }
    },
    put: (i) => void incidents.set(i.id, i),
    incident: (id) => incidents.get(id),
    incidents: () => [...incidents.values()],
    alerts: () => [...alerts.values()],
    openOf(subject) {
      const carrier = carrierOf(subject, incidents, (i) => i.status === 'open');
      return [...incidents.values()].find((i) => i.subject === carrier && i.status === 'open');
    },
    forget(at) {
      for (const i of incidents.values()) {
        const over = i.status === 'resolved' && i.told.length === 0 && at - (i.resolved?.time ?? 0) > REOPEN_MS;
        // What it was merged into must be known as long as that takes alerts.
        const into = i.mergedInto === null ? undefined : incidents.get(i.mergedInto);
        if (!over || (into !== undefined && goesOn(into, at))) continue;
        incidents.delete(i.id);
        quietSince.delete(i.id);
      }
    },
    dueAt() {
      const times = [...alerts.values()].flatMap((a) => alertDueAt(a.state, timesOf(a.rule)) ?? []);
      return times.length === 0 ? null : Math.min(...times);
    },
  };
}

function isSameCondition(a: AlertRule, b: AlertRule): boolean {
  return JSON.stringify([a.condition, a.where, a.schedule]) === JSON.stringify([b.condition, b.where, b.schedule]);
}

/** Open, or so lately over that it would open again. */
const goesOn = (i: Incident, at: EpochMs): boolean => i.status === 'open' || at - (i.resolved?.time ?? 0) < REOPEN_MS;

const keyOf = (a: Alert): string => `${a.rule.key} ${a.subject}`;

function inUrgency(list: readonly Firing[]): [Firing, ...Firing[]] {
  const [first, ...rest] = [...list].sort((a, b) => urgencyOf(a.severity) - urgencyOf(b.severity));
  if (first === undefined) throw new Error('a subject without an alert');
  return [first, ...rest];
}

/** Alerts that fired in the former run and have not ended. */
function alertsOf(i: Incident, rules: readonly AlertRule[]): Alert[] {
  if (i.status !== 'open') return [];
  return i.explanations.flatMap((x) => {
    const rule = rules.find((r) => r.key === x.ruleKey);
    if (rule === undefined || x.endedAt !== null) return [];
    const state: AlertState = { status: 'firing', begunAt: x.begunAt, firedAt: x.firedAt, clearAt: null };
    return [{ rule, subject: i.subject, state, finding: null, samples: [...x.samples] }];
  });
}
