/** Parses a TCP stream: one long document whose first-level elements are handed out as they complete. */
import type { Element } from '@xmpp/xml';
import { defaultLimits, type XmlError, type XmlLimits } from './error';
import { type XmlRoot, XmlTree } from './tree';
import { createUtf8Decoder } from './utf8';

export interface StreamHandlers {
  /** The stream header. */
  onOpen(root: XmlRoot): void;
  /** A first-level element; it carries its namespaces itself and has no parent. */
  onElement(element: Element): void;
  /** `</stream:stream>`; what follows is ignored. */
  onEnd(): void;
  /** The peer's XML cannot be read; nothing follows. */
  onError(error: XmlError): void;
}

export interface StreamParser {
  /** Handlers are called before it returns, but never from inside the XML parser: they may stop it. */
  write(bytes: Buffer): void;
  /** Nothing is handed out any more, also when called from a handler. */
  stop(): void;
}

/** Text without `>` completes nothing: so much of it is held back, lest a peer that sends single bytes costs a rope of them. */
const HOLD_CHARS = 4_096;
const MAY_BE_XML = /^[ \t\r\n]*(<|$)/;
const WHITESPACE_ONLY = /^[ \t\r\n]*$/;
const notUtf8: XmlError = { condition: 'unsupported-encoding', text: 'bytes that are not UTF-8' };

/** One parser per stream: a restarted stream (RFC 6120 §4.3.3) gets a new one. */
export function createStreamParser(handlers: StreamHandlers, limits: Partial<XmlLimits> = {}): StreamParser {
  const tree = new XmlTree({ ...defaultLimits, ...limits });
  const decode = createUtf8Decoder();
  let stopped = false;
  let opened = false;
  let held = '';
  let heldBytes = 0;

  function deliver(): void {
    if (!opened && tree.root !== null) {
      opened = true;
      handlers.onOpen(tree.root);
    }
    const elements = tree.completed;
    tree.completed = [];
    for (const element of elements) {
      if (stopped) return;
      handlers.onElement(element);
    }
    if (stopped) return;
    // An error behind `</stream:stream>` is not the stream's.
    if (tree.ended) finish(handlers.onEnd);
    else if (tree.error !== null) fail(tree.error);
  }

  function finish(tell: () => void): void {
    stopped = true;
    tell.call(handlers);
  }

  function fail(error: XmlError): void {
    finish(() => handlers.onError(error));
  }

  return {
    write(bytes) {
      if (stopped) return;
      const text = decode(bytes);
      if (text === null) return fail(notUtf8);
      // RFC 6120 §4.6.1: whitespace between stanzas is a keepalive.
      if (tree.resting && held === '' && WHITESPACE_ONLY.test(text)) return;
      held += text;
      heldBytes += bytes.length;
      if (held.length < HOLD_CHARS && !text.includes('>') && MAY_BE_XML.test(held)) return;
      const chunk = held;
      const size = heldBytes;
      held = '';
      heldBytes = 0;
      tree.write(chunk, size);
      deliver();
    },
    stop() {
      stopped = true;
    },
  };
}
