/** What the BOSH connection manager promises, and how its answer to a creation says so (XEP-0124 §7.2). */
import { ns, type StreamAttrs } from './port';

/** Seconds, as on the wire. */
export interface BoshSettings {
  maxWaitS: number;
  /** As promised; what really ends a session is `endsAfterS`. */
  inactivityS: number;
  pollingS: number;
  requests: number;
  maxHold: number;
  maxPauseS: number;
  /** Idle sessions end by themselves after this; null: as promised. Longer where somebody else sweeps them. */
  endsAfterS: number | null;
}

export const defaultBosh: BoshSettings = {
  maxWaitS: 60,
  inactivityS: 30,
  pollingS: 5,
  requests: 2,
  maxHold: 1,
  maxPauseS: 120,
  endsAfterS: null,
};

/** What was agreed with one client. */
export interface BoshAgreement {
  sid: string;
  waitS: number;
  hold: number;
  secure: boolean;
}

/** @param stream attributes of the stream header that the service sent */
export function creationAttrs(settings: BoshSettings, agreed: BoshAgreement, stream: StreamAttrs): StreamAttrs {
  return {
    sid: agreed.sid,
    wait: String(agreed.waitS),
    requests: String(settings.requests),
    hold: String(agreed.hold),
    inactivity: String(settings.inactivityS),
    polling: String(settings.pollingS),
    maxpause: String(settings.maxPauseS),
    ver: '1.6',
    from: stream.from ?? '',
    authid: stream.id ?? '',
    secure: String(agreed.secure),
    'xmlns:xmpp': ns.xbosh,
    'xmpp:version': '1.0',
    'xmpp:restartlogic': 'true',
  };
}
