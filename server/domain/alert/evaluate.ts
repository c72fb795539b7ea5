/** One alert: from a condition that holds or not to inactive, pending and firing. */
import type { AlertRule, AlertState, EpochMs } from '#contract';

/** That the condition holds, and since when by the evidence; null: it does not. */
export type Breach = { begunAt: EpochMs } | null;

export const inactive: AlertState = { status: 'inactive' };

/** The state at `at`; called again and again with what holds then, muted or not. */
export function evaluateAlert(
  alert: AlertState,
  breach: Breach,
  at: EpochMs,
  rule: Pick<AlertRule, 'forMs' | 'recoverMs'>,
): AlertState {
  switch (alert.status) {
    case 'inactive':
    case 'pending': {
      if (breach === null) return inactive;
      // The evidence may say later that it began earlier, never that a pending alert is younger than it was.
      const begunAt = alert.status === 'pending' ? Math.min(alert.begunAt, breach.begunAt) : breach.begunAt;
      if (at - begunAt < rule.forMs) return { status: 'pending', begunAt };
      return { status: 'firing', begunAt, firedAt: at, clearAt: null };
    }
    case 'firing': {
      if (breach !== null) return alert.clearAt === null ? alert : { ...alert, clearAt: null };
      const clearAt = alert.clearAt ?? at;
      if (at - clearAt >= rule.recoverMs) return inactive;
      return alert.clearAt === null ? { ...alert, clearAt } : alert;
    }
  }
}

/** When time alone changes the state, if the condition stays as it is; null: never. */
export function alertDueAt(alert: AlertState, rule: Pick<AlertRule, 'forMs' | 'recoverMs'>): EpochMs | null {
  switch (alert.status) {
    case 'inactive':
      return null;
    case 'pending':
      return alert.begunAt + rule.forMs;
    case 'firing':
      return alert.clearAt === null ? null : alert.clearAt + rule.recoverMs;
  }
}
