/** The seams of the stock XMPP packages that we plug into, typed as we use them: their published types leave these out. */

declare module '@xmpp/client-core/index.js' {
  import type { EventEmitter } from 'node:events';
  import type { Element } from '@xmpp/xml';

  /** The part of @xmpp/connection's Connection (as its Client) that Holdfast builds on. */
  export class Client extends EventEmitter {
    constructor(options: { domain: string });
    NS: string;
    status: string;
    timeout: number;
    root: Element | null;
    options: { domain: string; lang?: string };
    transports: unknown[];
    connect(service: string): Promise<void>;
    open(options: { domain: string; lang?: string }): Promise<void>;
    restart(): Promise<void>;
    send(element: Element): Promise<void>;
    _status(status: string, ...args: unknown[]): void;
    _attachParser(parser: EventEmitter): void;
    _detachParser(): void;
    _detachSocket(): void;
    _onElement(element: Element): void;
  }
}

declare module '@xmpp/middleware/index.js' {
  import type { Client } from '@xmpp/client-core/index.js';
  import type { Element } from '@xmpp/xml';

  export interface IncomingContext {
    stanza: Element;
    entity: Client;
  }
  export interface Middleware {
    use<F extends (context: IncomingContext, next: () => Promise<unknown>) => unknown>(fn: F): F;
  }
  export default function middleware(parts: { entity: Client }): Middleware;
}

declare module '@xmpp/stream-features/index.js' {
  import type { IncomingContext, Middleware } from '@xmpp/middleware/index.js';
  import type { Element } from '@xmpp/xml';

  export interface StreamFeatures {
    use(
      name: string,
      xmlns: string,
      handler: (context: IncomingContext, next: () => Promise<unknown>, feature: Element) => unknown,
    ): unknown;
  }
  export default function streamFeatures(parts: { middleware: Middleware }): StreamFeatures;
}

declare module '@xmpp/sasl/index.js' {
  import type { StreamFeatures } from '@xmpp/stream-features/index.js';
  import type SASLFactory from 'saslmechanisms/main.js';

  export default function sasl<C extends object>(
    parts: { streamFeatures: StreamFeatures; saslFactory: SASLFactory },
    onAuthenticate: (authenticate: (credentials: C, mechanism: string) => Promise<void>) => Promise<void>,
  ): void;
}

declare module '@xmpp/resource-binding/index.js' {
  import type { StreamFeatures } from '@xmpp/stream-features/index.js';
  import type { Element } from '@xmpp/xml';

  export default function resourceBinding(
    parts: { streamFeatures: StreamFeatures; iqCaller: { set(child: Element): Promise<Element> } },
    resource: string,
  ): void;
}

declare module 'saslmechanisms/main.js' {
  /** @xmpp/sasl awaits `response`, and takes no initial response unless `clientFirst`. */
  export interface Mechanism {
    readonly name: string;
    readonly clientFirst: boolean;
    response(credentials: never): string | Promise<string>;
    challenge(data: string): void;
  }
  export default class SASLFactory {
    use(name: string, mechanism: new () => Mechanism): this;
    create(names: string[]): Mechanism | null;
  }
}
