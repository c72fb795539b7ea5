/** Opens a wire and keeps what it tells, in words, for tests that read as a story. */
import type { Element } from '@xmpp/xml';
import type { CertificateFacts } from '../../server/contract';
import { createSystemTime } from '../../server/time/system-time';
import type { Time } from '../../server/time/time';
import { openWire } from '../../server/transport/open';
import type { Wire, WireFailure, WireHandlers, WireOptions } from '../../server/transport/port';

export interface LoggedWire {
  wire: Wire;
  /** `phase dns`, `ready`, `open`, `element {ns}name`, `certificate`, `closed …`. */
  log: string[];
  elements: Element[];
  certificates: CertificateFacts[];
  opened: Readonly<Record<string, string>>[];
  closes: (WireFailure | null)[];
  /** Resolves as soon as the log has `count` entries that begin with `start`; rejects when the wire closes without them. */
  until(start: string, count?: number): Promise<void>;
}

type Overrides = Partial<WireOptions> & Pick<WireOptions, 'address'>;

/**
 * Opens the stream as soon as the wire is ready, and makes STARTTLS when the address wants it, unless `on` says otherwise.
 */
export function openLogged(
  options: Overrides,
  on: Partial<WireHandlers> = {},
  time: Time = createSystemTime(),
): LoggedWire {
  const log: string[] = [];
  const waiting: { start: string; count: number; resolve(): void; reject(error: Error): void }[] = [];
  const neverCame = (start: string) => new Error(`the wire closed without "${start}":\n${log.join('\n')}`);
  const note = (line: string) => {
    log.push(line);
    for (const one of [...waiting]) {
      if (log.filter((l) => l.startsWith(one.start)).length < one.count) continue;
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
    if (line.startsWith('closed')) for (const one of waiting.splice(0)) one.reject(neverCame(one.start));
  };
  const { address } = options;
  let upgradeDue = address.kind === 'tcp' && address.security === 'starttls';
  const logged: Omit<LoggedWire, 'wire'> = {
    log,
    elements: [],
    certificates: [],
    opened: [],
    closes: [],
    until: (start, count = 1) =>
      new Promise((resolve, reject) => {
        if (log.filter((l) => l.startsWith(start)).length >= count) resolve();
        else if (logged.closes.length > 0) reject(neverCame(start));
        else waiting.push({ start, count, resolve, reject });
      }),
  };
  const wire = openWire(
    { domain: 'lab.example', trust: {}, ...options },
    {
      onPhase(phase) {
        note(`phase ${phase}`);
        on.onPhase?.(phase);
      },
      onReady() {
        note('ready');
        if (on.onReady) on.onReady();
        else wire.openStream();
      },
      onStreamOpen(attrs) {
        logged.opened.push(attrs);
        note('open');
        on.onStreamOpen?.(attrs);
      },
      onElement(element) {
        if (upgradeDue && element.is('features'))
          return wire.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        if (upgradeDue && element.is('proceed')) {
          upgradeDue = false;
          return wire.startTls();
        }
        logged.elements.push(element);
        note(`element {${element.getNS()}}${element.getName()}`);
        on.onElement?.(element);
      },
      onCertificate(certificate, protocol) {
        logged.certificates.push(certificate);
        note(`certificate ${protocol}`);
        on.onCertificate?.(certificate, protocol);
      },
      onClose(failure) {
        logged.closes.push(failure);
        note(`closed ${failure === null ? 'by us' : `${failure.kind} ${failure.condition} in ${failure.phase}`}`);
        on.onClose?.(failure);
      },
    },
    time,
  );
  return { wire, ...logged };
}
