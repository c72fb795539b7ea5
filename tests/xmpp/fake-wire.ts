/** A wire without a network: the test plays the server, element by element. */
import { Element, Parser } from '@xmpp/xml';
import type { OpenWire, Wire, WireFailure, WireHandlers } from '../../server/transport/port';

export interface FakeWire {
  open: OpenWire;
  /** What the client sent, in order: `<open>` for a stream header, `<starttls!>` for the upgrade. */
  sent: string[];
  /** What it sent since the last call. */
  take(): string[];
  handlers(): WireHandlers;
  /** The server says this, in one piece; several elements may follow each other. */
  says(xml: string): void;
  closedBy: 'close' | 'destroy' | null;
  end(failure: WireFailure | null): void;
  secure: boolean;
}

export function createFakeWire(): FakeWire {
  let handlers: WireHandlers | null = null;
  const fake: FakeWire = {
    sent: [],
    closedBy: null,
    secure: false,
    take: () => fake.sent.splice(0),
    handlers() {
      if (handlers === null) throw new Error('the wire was never opened');
      return handlers;
    },
    says(xml) {
      for (const element of parseAll(xml)) fake.handlers().onElement(element);
    },
    end(failure) {
      fake.handlers().onClose(failure);
    },
    open(options, given) {
      handlers = given;
      const wire: Wire = {
        kind: options.address.kind,
        get secure() {
          return fake.secure;
        },
        openStream: () => void fake.sent.push('<open>'),
        send: (xml) => void fake.sent.push(xml),
        startTls: () => void fake.sent.push('<starttls!>'),
        close: () => {
          fake.closedBy ??= 'close';
        },
        destroy: () => {
          fake.closedBy ??= 'destroy';
        },
      };
      return wire;
    },
  };
  return fake;
}

/** First-level elements, with the stream's namespaces in scope. */
export function parseAll(xml: string): Element[] {
  const elements: Element[] = [];
  const parser = new Parser();
  parser.on('element', (element: unknown) => {
    if (!(element instanceof Element)) return;
    element.attrs.xmlns ??= element.name.startsWith('stream:') ? undefined : 'jabber:client';
    elements.push(element);
  });
  parser.write("<root xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
  parser.write(xml);
  return elements;
}
