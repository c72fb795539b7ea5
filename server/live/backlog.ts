/** Watches how much one connection has yet to take, so that a page that reads too slowly cannot fill our memory. */

/** The part of engine.io's connection that is looked at. */
export interface Outgoing {
  on(event: 'packetCreate', listener: (packet: { data?: unknown }) => void): unknown;
  on(event: 'flush', listener: () => void): unknown;
}

/**
 * Calls `onFull` when a packet joins more than `maxBytes` that still wait behind a transport that is writing. What was handed to
 * the transport no longer counts, so that about twice as much may be held.
 */
export function watchBacklog(connection: Outgoing, maxBytes: number, onFull: (bytes: number) => void): void {
  let bytes = 0;
  connection.on('packetCreate', ({ data }) => {
    if (bytes > maxBytes) onFull(bytes);
    if (typeof data === 'string') bytes += data.length;
  });
  connection.on('flush', () => {
    bytes = 0;
  });
}
