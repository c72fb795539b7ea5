/** Which ports, paths and promises a Notification Service starts with: FINESSE §5 and §5.2. */
import type { Addresses, SimulatorOptions } from '../../options';
import type { ServiceExtension } from '../../service';
import { featuresOf } from '../model';
import type { NotificationAddresses, NotificationOptions, NotificationPorts } from './port';

const freePorts: NotificationPorts = { tcp: 0, tls: 0, http: 0, https: 0, wss: 0 };
const finessePaths = { bosh: '/http-bind/', websocket: '/ws/' };
/** As Openfire answers to a BOSH creation. */
const openfire = { maxWaitS: 59, inactivityS: 30, pollingS: 5, requests: 2, maxHold: 1, maxPauseS: 300 };

export function openingsOf(options: NotificationOptions, extension: ServiceExtension): SimulatorOptions {
  const { world, side, certificate = null, ports: given, latencies, seed, mechanisms = ['PLAIN'] } = options;
  const features = featuresOf[world.settings.release];
  const { tcp, tls, http, https, wss } = { ...freePorts, ...given };
  const { boshIdleS, sweepS } = world.settings.openfire;
  const names = [...world.accounts().map(({ username }) => username), 'finesse'];
  return {
    domain: world.side(side).xmppDomain,
    // the world has their passwords
    users: names.map((username) => ({ username, password: '' })),
    host: options.host ?? '127.0.0.1',
    ports: { tcp, tls, bosh: http, websocket: http, https, wss },
    closed: (options.plainPorts ?? features.plainPorts) ? [] : ['tcp', 'bosh', 'websocket'],
    shared: { plain: true, secure: features.websocketPort === 7443 },
    certificate,
    mechanisms,
    // the world sweeps; the longer end is for those that never signed in
    bosh: { ...openfire, endsAfterS: boshIdleS + 2 * sweepS + 60 },
    paths: options.paths ?? finessePaths,
    extension,
    ...(latencies === undefined ? {} : { latencies }),
    ...(seed === undefined ? {} : { seed }),
  };
}

export function toldAddresses({ tcp, tls, websocket, wss, bosh, https }: Addresses): NotificationAddresses {
  return {
    tcp: tcp.port === 0 ? null : tcp,
    tls,
    websocket: websocket === '' ? null : websocket,
    wss,
    bosh: bosh === '' ? null : bosh,
    https,
  };
}
