/** Opens a socket step by step (DNS, TCP, TLS), so that every transport can time the steps and trust alike. */
import { type LookupAddress, lookup } from 'node:dns';
import { connect, type Socket } from 'node:net';
import { allowedAddresses } from '../net/guard';
import type { Cancel, Time } from '../time/time';
import { failureOfError, transportFailure } from './conditions';
import type { WireFailure, WireHandlers } from './port';
import { secure, type TlsPeer } from './tls';

export interface DialTarget {
  host: string;
  port: number;
  /** null: no TLS, or not yet. */
  tls: TlsPeer | null;
}

export interface DialObserver {
  onPhase(phase: 'dns' | 'tcp' | 'tls'): void;
  onCertificate: WireHandlers['onCertificate'];
}

export type Dialled = { ok: true; socket: Socket } | { ok: false; failure: WireFailure };

/** While further addresses wait, one that does not even refuse gets no longer. The last one has until the caller's own deadline. */
const PER_ADDRESS_MS = 3_000;

/**
 * Tries every address of the host in turn.
 * @param done called once, never before `dial` returns, and not at all after cancelling
 * @returns cancels and destroys what was opened
 */
export function dial(target: DialTarget, observer: DialObserver, time: Time, done: (result: Dialled) => void): Cancel {
  let cancelled = false;
  let abandon: Cancel = () => {};

  function finish(result: Dialled): void {
    if (cancelled) return;
    cancelled = true;
    done(result);
  }

  function onConnected(socket: Socket): void {
    if (target.tls === null) {
      finish({ ok: true, socket });
      return;
    }
    abandon = () => socket.destroy();
    observer.onPhase('tls');
    secure(socket, target.tls, (facts, protocol) => !cancelled && observer.onCertificate(facts, protocol), finish);
  }

  function tryNext(addresses: LookupAddress[]): void {
    const [address, ...rest] = addresses;
    if (address === undefined) {
      finish({ ok: false, failure: transportFailure('host-not-found', 'dns') });
      return;
    }
    abandon = attempt(address.address, target.port, rest.length > 0 ? PER_ADDRESS_MS : null, time, (result) => {
      if (cancelled) return;
      if (result.ok) onConnected(result.socket);
      else if (rest.length > 0) tryNext(rest);
      else finish(result);
    });
  }

  observer.onPhase('dns');
  lookup(target.host, { all: true }, (error, addresses) => {
    if (cancelled) return;
    if (error !== null) return finish({ ok: false, failure: failureOfError(error, 'dns') });
    const allowed = allowedAddresses(addresses);
    if (allowed.length === 0 && addresses.length > 0)
      return finish({ ok: false, failure: transportFailure('address-refused', 'dns') });
    observer.onPhase('tcp');
    tryNext(allowed);
  });

  return () => {
    cancelled = true;
    abandon();
  };
}

/** Outside of every scope: an arrow in there would keep all of dialling alive for as long as the socket lives. */
const ignore = (): void => {};

/** One address; `timeoutMs` null: as long as the system tries. */
function attempt(host: string, port: number, timeoutMs: number | null, time: Time, done: (r: Dialled) => void): Cancel {
  const socket = connect({ host, port });
  socket.setNoDelay(true);
  const stop =
    timeoutMs === null ? null : time.after(timeoutMs, () => fail(transportFailure('connection-timeout', 'tcp')));
  const onError = (error: Error) => fail(failureOfError(error, 'tcp'));
  function fail(failure: WireFailure): void {
    stop?.();
    socket.destroy();
    done({ ok: false, failure });
  }
  socket.once('error', onError);
  socket.once('connect', () => {
    stop?.();
    socket.off('error', onError);
    // Its next owner listens as well; this one only keeps an error in between from being nobody's.
    socket.on('error', ignore);
    done({ ok: true, socket });
  });
  return () => {
    stop?.();
    socket.off('error', onError);
    socket.on('error', ignore);
    socket.destroy();
  };
}
