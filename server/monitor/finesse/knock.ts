/** Looks whether a Notification Service answers at an address, without signing in. */
import type { Failure } from '#contract';
import type { Time } from '../../time/time';
import type { OpenWire, WireOptions } from '../../transport/port';
import { protocolCause, streamErrorCause, wireFailure } from '../../xmpp/failure-of';
import { NS } from '../../xmpp/namespaces';

export type Answer = { is: 'open' } | { is: 'refused'; failure: Failure };

/** Longer than a TLS handshake takes anywhere, and short enough for four addresses of a firewall that says nothing. */
export const KNOCK_MS = 5_000;

/** Opens a stream as far as its features (RFC 6120 §4.3.2) and closes it: no account is named, so that none can be locked. */
export function knock(options: WireOptions, openWire: OpenWire, time: Time): Promise<Answer> {
  return new Promise((resolve) => {
    let phase: Failure['phase'] = 'dns';
    let answered = false;
    const stop = time.after(KNOCK_MS, () => {
      answer({ is: 'refused', failure: { kind: 'timeout', condition: 'connect-timeout', phase, text: null } });
      wire.destroy();
    });
    function answer(found: Answer): void {
      if (answered) return;
      answered = true;
      stop();
      resolve(found);
    }
    const wire = openWire(
      options,
      {
        onPhase(begun) {
          phase = begun;
        },
        onReady() {
          // a wire may be ready before `openWire` has returned it
          queueMicrotask(() => {
            if (wire.kind !== 'bosh') phase = 'features';
            wire.openStream();
          });
        },
        onStreamOpen() {
          phase = 'features';
        },
        onElement(element) {
          const isStream = element.getNS() === NS.stream;
          if (isStream && element.getName() === 'features') answer({ is: 'open' });
          else {
            const cause =
              isStream && element.getName() === 'error'
                ? streamErrorCause(element)
                : protocolCause('bad-format', `<${element.getName()}/> instead of features`);
            answer({ is: 'refused', failure: { ...cause, phase } });
          }
          wire.close();
        },
        onCertificate: () => undefined,
        onClose: (failure) => answer({ is: 'refused', failure: wireFailure(failure, phase) }),
      },
      time,
    );
  });
}
