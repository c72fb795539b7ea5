/** All the ports of one simulated service: which are opened, what serves them, and where they are. */
import { createSecureContext, type SecureContext } from 'node:tls';
import type { TransportKind } from '#contract';
import type { Time } from '../time/time';
import { type BoshFace, createBoshFace } from './bosh';
import { defaultBosh } from './bosh-settings';
import { Door } from './door';
import { createHttpFace, type HttpRoutes } from './http-face';
import {
  type Addresses,
  type Certificate,
  defaultPaths,
  freePorts,
  type PortName,
  type SimulatorOptions,
} from './options';
import type { Accept } from './port';
import { serveTcp } from './tcp';
import { createWebSocketFace } from './websocket';

interface OpenDoor {
  names: readonly PortName[];
  transports: readonly TransportKind[];
  door: Door;
  setCertificate(certificate: Certificate): void;
}

const transportOf: Record<PortName, TransportKind> = {
  tcp: 'tcp',
  tls: 'tcp',
  websocket: 'websocket',
  wss: 'websocket',
  bosh: 'bosh',
  https: 'bosh',
};
const secureNames: readonly PortName[] = ['tls', 'wss', 'https'];

export class Doors {
  readonly boshFaces: BoshFace[] = [];
  private readonly open: OpenDoor[] = [];
  private secureContext: SecureContext | null;

  constructor(
    private readonly options: SimulatorOptions,
    private readonly time: Time,
    private readonly accept: Accept,
  ) {
    this.secureContext = this.contextOf(options.certificate ?? null);
  }

  /** Rejects when a port is taken; those before it stay open. */
  async openAll(): Promise<void> {
    const { shared, certificate = null, closed = [] } = this.options;
    const plain: PortName[][] = shared?.plain === true ? [['bosh', 'websocket']] : [['websocket'], ['bosh']];
    const secure: PortName[][] = shared?.secure === true ? [['https', 'wss']] : [['wss'], ['https']];
    const groups: PortName[][] = [['tcp'], ...plain, ['tls'], ...secure];
    for (const group of groups) {
      const names = group.filter((name) => !closed.includes(name));
      const [first] = names;
      if (first === undefined || (certificate === null && secureNames.includes(first))) continue;
      await (transportOf[first] === 'tcp' ? this.openTcp(first) : this.openHttp(names, first));
    }
  }

  get addresses(): Addresses {
    const { host = '127.0.0.1', paths = defaultPaths } = this.options;
    const port = (name: PortName): number | null => this.open.find((d) => d.names.includes(name))?.door.port ?? null;
    const url = (scheme: string, name: PortName, path: string): string | null =>
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

  /** A port that several transports share is shut or silent when all of them are. */
  apply(stateOf: (transport: TransportKind) => { refuse: boolean; halfOpen: boolean }): void {
    for (const { transports, door } of this.open) {
      void door.refuse(transports.every((t) => stateOf(t).refuse));
      door.hold(transports.every((t) => stateOf(t).halfOpen));
    }
  }

  /** TCP reset to everyone, or to those of one transport. */
  resetAll(transport?: TransportKind): void {
    for (const { transports, door } of this.open) {
      if (transport === undefined || transports.includes(transport)) door.resetAll();
    }
  }

  setCertificate(certificate: Certificate): void {
    this.secureContext = this.contextOf(certificate);
    for (const door of this.open) door.setCertificate(certificate);
  }

  close(): void {
    for (const { door } of this.open) door.close();
    for (const face of this.boshFaces) face.close();
  }

  private contextOf(certificate: Certificate | null): SecureContext | null {
    return certificate === null ? null : createSecureContext(certificate);
  }

  private async openTcp(name: PortName): Promise<void> {
    const { accept, time } = this;
    const initial = this.secureContext;
    const secureContext = initial === null ? null : () => this.secureContext ?? initial;
    const door = await this.listen(name, (socket) => {
      serveTcp(socket, { secureContext, direct: name === 'tls', accept, time });
    });
    this.open.push({ names: [name], transports: ['tcp'], door, setCertificate: () => undefined });
  }

  private async openHttp(names: readonly PortName[], first: PortName): Promise<void> {
    const secure = secureNames.includes(first);
    const routes: HttpRoutes = {};
    const { bosh, websocket } = this.options.paths ?? defaultPaths;
    const { accept, time } = this;
    const transports = names.map((name) => transportOf[name]);
    if (transports.includes('websocket')) {
      routes.websocket = { path: websocket, upgrade: createWebSocketFace({ secure, accept, time }) };
    }
    if (transports.includes('bosh')) {
      const face = createBoshFace({ secure, settings: { ...defaultBosh, ...this.options.bosh }, accept, time });
      this.boshFaces.push(face);
      routes.bosh = { path: bosh, handle: face.handle };
    }
    const face = createHttpFace(routes, secure ? (this.options.certificate ?? null) : null);
    const door = await this.listen(first, (socket) => face.serve(socket));
    this.open.push({ names, transports, door, setCertificate: face.setCertificate });
  }

  private listen(name: PortName, onSocket: Parameters<typeof Door.open>[0]['onSocket']): Promise<Door> {
    const { host = '127.0.0.1', ports } = this.options;
    return Door.open({ host, port: ports?.[name] ?? freePorts[name], onSocket, time: this.time });
  }
}
