/** Tells the pages what of people is kept from now on, and the audit log when that changed. */
import type { RunningPrivacy } from '#contract';
import { runningPrivacyOf } from '../config/privacy';
import type { HoldfastConfig } from '../config/schema';
import { changedPrivacy } from '../domain/privacy/changed';
import type { PrivacyReads, PrivacyStore } from '../store/privacy/running';
import { type Time, wallNow } from '../time/time';

export interface TellPrivacyDeps {
  store: PrivacyReads & { privacy: PrivacyStore };
  time: Time;
}

/**
 * At the start and at each reload. Throws `StoreError`.
 *
 * @param actor who made it so, as far as that is known; else the file stands for them
 */
export async function tellPrivacy(
  { store, time }: TellPrivacyDeps,
  config: Pick<HoldfastConfig, 'privacy' | 'history'>,
  actor = 'holdfast.yaml',
): Promise<void> {
  const before = await store.runningPrivacy();
  const now: RunningPrivacy = runningPrivacyOf(config);
  const detail = changedPrivacy(before, now);
  if (before !== null && detail === null) return;
  const entry = { at: wallNow(time), actor, origin: 'worker', action: 'privacy-in-force', subject: 'privacy' };
  const told = detail === null ? null : { id: time.uuid(), entry: { ...entry, detail } };
  await store.privacy.saveRunningPrivacy(now, told);
}
