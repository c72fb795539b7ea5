/** One simulated XMPP service with its ports and faults; several can run in one process. */
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { type TransportKind, transportKinds } from '#contract';
import type { Time } from '../time/time';
import { mulberry32 } from '../time/virtual-time';
import { type BoshFace, createBoshFace } from './bosh';
import { defaultBosh } from './bosh-session';
import { type Connection, createConnection } from './connection';
import { Door } from './door';
import { createFaultBoard, type FaultBoard } from './fault-board';
import { type ActiveFault, concerns, type Effects, type MomentaryFault } from './faults';
import { createHttpFace } from './http-face';
import { type Addresses, defaultPaths, freePorts, type Ports, type SimulatorOptions } from './options';
import type { Accept } from './port';
import { XmppService } from './service';
import type { SessionFacts } from './session';
import type { StreamHost } from './stream';
import { serveTcp } from './tcp';
import { createWebSocketFace } from './websocket';

export interface SimulatorState {
  domain: string;
  addresses: Addresses;
  sessions: SessionFacts[];
  faults: readonly ActiveFault[];
  /** Errors of the simulator itself: none, one hopes. */
  bugs: number;
}

export interface Simulator {
  readonly domain: string;
  readonly addresses: Addresses;
  readonly service: XmppService;
  readonly faults: FaultBoard;
  state(): SimulatorState;
  stop(): void;
}

/** Opens all ports; rejects when one of them is taken, and then leaves none open. */
export async function startSimulator(options: SimulatorOptions, time: Time): Promise<Simulator> {
  const simulator = new RunningSimulator(options, time);
  try {
    await simulator.open();
  } catch (error) {
    simulator.stop();
    throw error;
  }
  return simulator;
}

class RunningSimulator implements Simulator {
  readonly service: XmppService;
  readonly faults: FaultBoard;
  private readonly doors: { transport: TransportKind; name: keyof Ports; door: Door }[] = [];
  private readonly boshFaces: BoshFace[] = [];
  private readonly connections = new Set<Connection>();
  private readonly random: () => number;
  private bugs = 0;

  constructor(
    private readonly options: SimulatorOptions,
    private readonly time: Time,
  ) {
    this.service = new XmppService(options);
    this.random = mulberry32(options.seed ?? 1);
    this.faults = createFaultBoard(time, {
      onChange: (transport, effects) => this.apply(transport, effects),
      onMoment: (fault) => this.happen(fault),
    });
  }

  get domain(): string {
    return this.service.domain;
  }

  get addresses(): Addresses {
    const { host = '127.0.0.1', paths = defaultPaths } = this.options;
    const port = (name: keyof Ports): number | null => this.doors.find((d) => d.name === name)?.door.port ?? null;
    const url = (scheme: string, name: keyof Ports, path: string): string | null =>
      port(name) === null ? null : `${scheme}://${host}:${port(name)}${path}`;
    const tls = port('tls');
    return {
      tcp: { host, port: port('tcp') ?? 0 },
      tls: tls === null ? null : { host, port: tls },
      websocket: url('ws', 'websocket', paths.websocket) ?? '',
      wss: url('wss', 'wss', paths.websocket),
      bosh: url('http', 'bosh', paths.bosh) ?? '',
      https: url('https', 'https', paths.bosh),
    };
  }

  async open(): Promise<void> {
    const certificate = this.options.certificate ?? null;
    await this.openTcp('tcp');
    await this.openHttp('websocket', 'websocket', false);
    await this.openHttp('bosh', 'bosh', false);
    if (certificate === null) return;
    await this.openTcp('tls');
    await this.openHttp('websocket', 'wss', true);
    await this.openHttp('bosh', 'https', true);
  }

  state(): SimulatorState {
    const { domain, addresses, bugs } = this;
    return { domain, addresses, sessions: this.service.sessions(), faults: this.faults.active(), bugs };
  }

  stop(): void {
    this.faults.close();
    for (const { door } of this.doors) door.close();
    for (const face of this.boshFaces) face.close();
  }

  private async openTcp(name: 'tcp' | 'tls'): Promise<void> {
    const certificate = this.options.certificate ?? null;
    const secureContext = certificate === null ? null : createSecureContext(certificate);
    const { accept, time } = this;
    await this.openDoor('tcp', name, (socket) => {
      serveTcp(socket, { secureContext, direct: name === 'tls', accept, time });
    });
  }

  private async openHttp(transport: 'websocket' | 'bosh', name: keyof Ports, secure: boolean): Promise<void> {
    const { accept, time } = this;
    const paths = this.options.paths ?? defaultPaths;
    const certificate = secure ? (this.options.certificate ?? null) : null;
    if (transport === 'websocket') {
      const upgrade = createWebSocketFace({ secure, accept, time });
      return this.openDoor(
        transport,
        name,
        createHttpFace({ websocket: { path: paths.websocket, upgrade } }, certificate),
      );
    }
    const settings = { ...defaultBosh, ...this.options.bosh };
    const face = createBoshFace({ secure, settings, accept, time });
    this.boshFaces.push(face);
    await this.openDoor(
      transport,
      name,
      createHttpFace({ bosh: { path: paths.bosh, handle: face.handle } }, certificate),
    );
  }

  private async openDoor(
    transport: TransportKind,
    name: keyof Ports,
    onSocket: (socket: Socket) => void,
  ): Promise<void> {
    const { host = '127.0.0.1', ports } = this.options;
    const port = ports?.[name] ?? freePorts[name];
    this.doors.push({ transport, name, door: await Door.open({ host, port, onSocket, time: this.time }) });
  }

  private readonly accept: Accept = (carrier) => {
    const { transport } = carrier;
    const connection = createConnection(carrier, {
      time: this.time,
      effects: () => this.faults.effects(transport),
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
      credentials: (username) => this.service.credentials(username),
      refusesSignIn: () => this.faults.effects(transport).wrongPassword,
      newId: () => this.time.uuid(),
      bind: (username, resource, carrier) => this.service.bind(username, resource, carrier),
    };
  }

  private apply(transport: TransportKind, effects: Effects): void {
    for (const { door } of this.doorsOf(transport)) {
      void door.refuse(effects.refuse);
      door.hold(effects.halfOpen);
    }
    if (transport === 'bosh') for (const face of this.boshFaces) face.hold(effects.halfOpen);
    for (const connection of this.connections) {
      if (connection.transport === transport) connection.hold(effects.halfOpen);
    }
  }

  private happen(fault: MomentaryFault): void {
    for (const transport of transportKinds.filter((t) => concerns(fault.transport, t))) {
      if (fault.kind === 'close') for (const { door } of this.doorsOf(transport)) door.resetAll();
      const { condition } = fault.kind === 'terminate' ? fault : { condition: '' };
      for (const connection of [...this.connections].filter((c) => c.transport === transport)) {
        if (fault.kind === 'terminate') connection.end({ kind: 'terminate', condition });
      }
    }
  }

  private doorsOf(transport: TransportKind): { door: Door }[] {
    return this.doors.filter((d) => d.transport === transport);
  }
}
