/** Picks the transport of an address. */
import { BoshWire } from './bosh/wire';
import type { OpenWire } from './port';
import { TcpWire } from './tcp';
import { WebSocketWire } from './websocket';

/** Opens a wire; `onPhase('dns')` is told before this returns, everything else after it. */
export const openWire: OpenWire = (options, handlers, time) => {
  const { address } = options;
  switch (address.kind) {
    case 'tcp':
      return new TcpWire(address, options, handlers, time);
    case 'websocket':
      return new WebSocketWire(address, options, handlers, time);
    case 'bosh':
      return new BoshWire(address, options, handlers, time);
  }
};
