/** A WebSocket to a simulated Notification Service without a socket: the same frames, in virtual time, through the product's own parser. */
import { type Element, escapeXML } from '@xmpp/xml';
import type { FinesseSide } from '../../server/contract';
import type { NotificationService } from '../../server/simulator/finesse/notification/port';
import type { World } from '../../server/simulator/finesse/world/port';
import { createPipe, type Pipe } from '../../server/simulator/pipe';
import { type Carrier, ns, type StreamInput } from '../../server/simulator/port';
import { streamErrorXml } from '../../server/simulator/stanza';
import type { Time } from '../../server/time/time';
import { transportFailure } from '../../server/transport/conditions';
import type { OpenWire, Wire, WireFailure, WireHandlers } from '../../server/transport/port';
import { createFrameParser } from '../../server/transport/xml/frame-parser';

export interface WorldWires {
  openWire: OpenWire;
  /** Cuts every connection of ours to that side, as a firewall on our way would. */
  cut(side: FinesseSide): void;
}

/** One way of a stanza. */
const LATENCY_MS = 5;
const WAITS = 5_000;

export function createWorldWires(
  world: World,
  services: Readonly<Record<FinesseSide, NotificationService>>,
  time: Time,
): WorldWires {
  const wires = new Set<WorldWire>();
  world.subscribe((event) => {
    if (event.type === 'part-changed' || event.type === 'outside-changed') for (const wire of [...wires]) wire.retry();
  });
  return {
    openWire(options, handlers) {
      const side = services.A.domain === options.domain ? 'A' : 'B';
      const wire = new WorldWire(options.domain, side, handlers, services[side], world, time, () => wires.delete(wire));
      wires.add(wire);
      time.after(LATENCY_MS, () => wire.retry());
      return wire;
    },
    cut(side) {
      for (const wire of [...wires]) if (wire.side === side) wire.lose();
    },
  };
}

class WorldWire implements Wire {
  readonly kind = 'websocket';
  readonly secure = true;
  private readonly parse = createFrameParser();
  private readonly fromServer: Pipe;
  private input: StreamInput | null = null;
  private closing = false;
  private closed = false;

  constructor(
    private readonly domain: string,
    readonly side: FinesseSide,
    private readonly handlers: WireHandlers,
    private readonly service: NotificationService,
    private readonly world: World,
    private readonly time: Time,
    private readonly forget: () => void,
  ) {
    this.fromServer = createPipe(time, WAITS, () => this.lose());
  }

  /** Connects as soon as anybody answers: refused by a host whose service is down, silence without a host. */
  retry(): void {
    if (this.input !== null || this.closed) return;
    const { host, notification } = this.world.side(this.side).parts();
    if (!host || this.world.outside().observerCut) return;
    this.handlers.onPhase('tcp');
    if (!notification) {
      this.finish(transportFailure('connection-refused', 'tcp'));
      return;
    }
    this.input = this.service.accept(this.carrier());
    this.handlers.onPhase('upgrade');
    this.later(() => this.handlers.onReady());
  }

  openStream(): void {
    const attrs = { to: this.domain, version: '1.0' };
    this.input?.heard();
    this.input?.opened({ attrs, streamNs: ns.stream, contentNs: ns.client });
  }

  send(xml: string): void {
    if (this.closing || this.closed || this.input === null) return;
    const { input } = this;
    input.heard();
    const element = this.read(xml);
    if (element !== null) input.element(element);
  }

  startTls(): void {
    throw new Error('not over a WebSocket');
  }

  close(): void {
    if (this.closed || this.closing) return;
    this.closing = true;
    this.input?.ended();
    this.time.after(1_000, () => this.finish(null));
  }

  destroy(): void {
    if (this.closed) return;
    this.finish(null);
  }

  lose(): void {
    this.finish(transportFailure('connection-reset', null));
  }

  private carrier(): Carrier {
    return {
      ...{ transport: 'websocket', secure: true, startTls: null, expectRestart: () => undefined },
      open: (attrs) => this.later(() => this.handlers.onStreamOpen(attrs)),
      send: (xml) => this.tell(xml),
      end: (reason) => {
        if (reason.kind === 'vanished') return this.lose();
        const error = streamErrorXml(reason);
        if (error !== null) this.tell(error);
        this.later(() => this.finish(this.closing ? null : transportFailure('closed', null)));
      },
    };
  }

  private tell(xml: string): void {
    this.later(() => {
      const element = this.read(xml);
      if (element !== null) this.handlers.onElement(element);
    });
  }

  private read(xml: string): Element | null {
    const frame = this.parse(xml);
    if (frame.kind === 'error') throw new Error(`${frame.error.condition}: ${escapeXML(xml)}`);
    return frame.kind === 'element' ? frame.element : null;
  }

  private later(run: () => void): void {
    this.fromServer.push(() => {
      if (!this.closed) run();
    }, LATENCY_MS);
  }

  private finish(failure: WireFailure | null): void {
    if (this.closed) return;
    this.closed = true;
    this.fromServer.clear();
    this.forget();
    const { input } = this;
    this.input = null;
    input?.gone();
    this.handlers.onClose(failure);
  }
}
