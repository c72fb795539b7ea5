/** One simulated XMPP service with its ports and faults; several can run in one process. */
import type { Duplex } from 'node:stream';
import { type TransportKind, transportKinds } from '#contract';
import type { Time } from '../time/time';
import { mulberry32 } from '../time/virtual-time';
import { type Connection, createConnection } from './connection';
import { Doors } from './doors';
import { createFaultBoard, type FaultBoard } from './fault-board';
import { type ActiveFault, concerns, type Effects, type MomentaryFault } from './faults';
import type { Addresses, Certificate, HttpUpgrade, SimulatorOptions } from './options';
import type { Accept, EndReason } from './port';
import { mechanisms } from './sasl';
import { XmppService } from './service';
import type { SessionFacts } from './session';
import type { StreamHost } from './stream';
import { createWebSocketFace } from './websocket';

export interface SimulatorState {
  domain: string;
  addresses: Addresses;
  sessions: SessionFacts[];
  faults: readonly ActiveFault[];
  /** Errors of the simulator itself: none, one hopes. */
  bugs: number;
}

/** How the whole service stands to its clients, besides single faults. */
export type Reach =
  | 'open'
  /** Ports refuse; who is in was told goodbye and is cut off a moment later. */
  | 'closed'
  /** Nothing comes through in either direction, and nobody is told; what waits goes on where it was afterwards. */
  | 'silent';

export interface Simulator {
  readonly domain: string;
  readonly addresses: Addresses;
  readonly service: XmppService;
  readonly faults: FaultBoard;
  /** Serves an HTTP upgrade of somebody else's port, a secure one; unlike a port of ours it follows no faults but the reach. */
  readonly upgrade: HttpUpgrade;
  /** Takes in a connection that came by no port: of a client in this process, which follows the faults and the reach as any other. */
  readonly accept: Accept;
  setReach(reach: Reach): void;
  /** Every connection is gone without a word, as after a crash of the host. */
  cutAll(): void;
  setCertificate(certificate: Certificate): void;
  state(): SimulatorState;
  stop(): void;
}

/** Goodbyes get this long before their connections are reset. */
const GOODBYE_MS = 250;

/** Opens all ports; rejects when one of them is taken, and then leaves none open. */
export async function startSimulator(options: SimulatorOptions, time: Time): Promise<Simulator> {
  const simulator = createSimulator(options, time);
  await simulator.open();
  return simulator;
}

/** `open` opens all ports; it rejects when one of them is taken, and then leaves none open. */
export function createSimulator(options: SimulatorOptions, time: Time): Simulator & { open(): Promise<void> } {
  return new RunningSimulator(options, time);
}

class RunningSimulator implements Simulator {
  readonly service: XmppService;
  readonly faults: FaultBoard;
  readonly upgrade: HttpUpgrade;
  private readonly doors: Doors;
  private readonly connections = new Set<Connection>();
  private readonly random: () => number;
  private reach: Reach = 'open';
  /** Upgrades that came in while all was silent. */
  private waiting: { serve(): void; socket: Duplex }[] = [];
  private bugs = 0;

  constructor(
    private readonly options: SimulatorOptions,
    private readonly time: Time,
  ) {
    this.service = new XmppService(options);
    this.random = mulberry32(options.seed ?? 1);
    this.doors = new Doors(options, time, this.accept);
    const serve = createWebSocketFace({ secure: true, accept: this.accept, time });
    this.upgrade = (req, socket, head) => {
      socket.on('error', () => socket.destroy());
      if (this.reach === 'open') serve(req, socket, head);
      else if (this.reach === 'silent') this.waiting.push({ serve: () => serve(req, socket, head), socket });
      else socket.destroy();
    };
    this.faults = createFaultBoard(time, {
      onChange: () => this.apply(),
      onMoment: (fault) => this.happen(fault),
    });
  }

  get domain(): string {
    return this.service.domain;
  }

  get addresses(): Addresses {
    return this.doors.addresses;
  }

  async open(): Promise<void> {
    try {
      await this.doors.openAll();
      this.apply();
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  state(): SimulatorState {
    const { domain, addresses, bugs } = this;
    return { domain, addresses, sessions: this.service.sessions(), faults: this.faults.active(), bugs };
  }

  setReach(reach: Reach): void {
    if (this.reach === reach) return;
    this.reach = reach;
    this.apply();
    if (reach !== 'silent') this.release();
    if (reach !== 'closed') return;
    for (const connection of [...this.connections]) {
      connection.end({ kind: 'stream-error', condition: 'system-shutdown' });
    }
    this.time.after(GOODBYE_MS, () => {
      if (this.reach === 'closed') this.doors.resetAll();
    });
  }

  cutAll(): void {
    for (const { socket } of this.waiting) socket.destroy();
    this.doors.resetAll();
    for (const face of this.doors.boshFaces) face.close();
    for (const connection of [...this.connections]) connection.cut();
  }

  setCertificate(certificate: Certificate): void {
    this.doors.setCertificate(certificate);
  }

  stop(): void {
    this.faults.close();
    this.doors.close();
    this.cutAll();
  }

  readonly accept: Accept = (carrier) => {
    const { transport } = carrier;
    const connection = createConnection(carrier, {
      time: this.time,
      effects: () => this.effectsOn(transport),
      latency: this.options.latencies?.[transport] ?? null,
      random: this.random,
      host: this.hostFor(transport),
      onBug: () => {
        this.bugs += 1;
      },
      onGone: (gone) => this.connections.delete(gone),
    });
    this.connections.add(connection);
    return connection.input;
  };

  private hostFor(transport: TransportKind): StreamHost {
    return {
      domain: this.domain,
      requireTls: this.options.requireTls ?? false,
      mechanisms: this.options.mechanisms ?? mechanisms,
      credentials: (username) => this.service.credentials(username),
      refusesSignIn: () => this.faults.effects(transport).wrongPassword,
      newId: () => this.time.uuid(),
      bind: (username, resource, carrier) => this.service.bind(username, resource, carrier),
    };
  }

  private release(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const { serve, socket } of waiting) {
      if (this.reach === 'open' && !socket.destroyed) serve();
      else socket.destroy();
    }
  }

  private effectsOn(transport: TransportKind): Effects {
    const effects = this.faults.effects(transport);
    if (this.reach === 'open') return effects;
    return this.reach === 'closed' ? { ...effects, refuse: true } : { ...effects, halfOpen: true };
  }

  private apply(): void {
    // released first: how a session ended meanwhile is known when its client's next request is read
    for (const connection of [...this.connections]) connection.hold(this.effectsOn(connection.transport).halfOpen);
    for (const face of this.doors.boshFaces) face.hold(this.effectsOn('bosh').halfOpen);
    this.doors.apply((transport) => this.effectsOn(transport));
  }

  private happen(fault: MomentaryFault): void {
    for (const transport of transportKinds.filter((t) => concerns(fault.transport, t))) {
      if (fault.kind === 'close') this.doors.resetAll(transport);
      const reason: EndReason | null =
        fault.kind === 'terminate' ? { kind: 'terminate', condition: fault.condition } : null;
      for (const connection of [...this.connections].filter((c) => c.transport === transport)) {
        if (reason !== null) connection.end(reason);
      }
    }
  }
}
