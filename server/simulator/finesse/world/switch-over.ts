/** UCCX with a standby: when the active side fails the other one takes over, and stays. FINESSE §1.3, §7. */
import { otherSide, type Side } from '../model';
import type { Inner } from './inner';

/** From the failure of the active side to the standby becoming active. */
const TAKE_OVER_MS = 30_000;

export function switchOver(inner: Inner, failed: Side, inService: boolean): void {
  const { deployment, clock } = inner;
  if (inService || deployment.type !== 'UCCX' || !deployment.standby) return;
  const next = otherSide(failed);
  if (inner.sides[next].server.inService()) return;
  clock.after(TAKE_OVER_MS, () => {
    const { server } = inner.sides[failed];
    if (server.inService() || !inner.sides[next].server.couldServe()) return;
    server.setStandby(true);
    inner.sides[next].server.setStandby(false);
    for (const record of inner.cti.all()) {
      // the new side learns nobody's time of change, and lets calls end before it logs out
      record.noStamp.add(next);
      inner.cti.logOutAfterCall(record.agent.loginId, next);
    }
  });
}
