/** A configuration in which the seeded targets exist, so that a Holdfast that starts there does not archive them. */
import type { Place } from './life';

/** Nobody listens there: their present is a connection that is refused. */
const NOWHERE = '127.0.0.1:9';

export function seedConfig(places: readonly Place[]): string {
  const lines = ['# Made by `npm run seed`: made-up targets, which nobody answers for.', 'clusters:'];
  for (const clusterKey of new Set(places.map((p) => p.clusterKey))) {
    const own = places.filter((p) => p.clusterKey === clusterKey);
    lines.push(`  - name: ${own[0]?.clusterName}`, `    key: ${clusterKey}`, '    kind: xmpp', '    nodes:');
    for (const nodeKey of new Set(own.map((p) => p.nodeKey))) {
      const ofNode = own.filter((p) => p.nodeKey === nodeKey);
      lines.push(
        `      - name: ${ofNode[0]?.nodeName}`,
        `        key: ${nodeKey}`,
        `        domain: ${nodeKey}.example`,
        '        account: { username: seed, password: seed }',
        '        transports:',
        ...ofNode.map(({ transport }) => `          ${addresses[transport]}`),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const [host, port] = NOWHERE.split(':');
const addresses: Record<Place['transport'], string> = {
  tcp: `tcp: { host: ${host}, port: ${port}, security: none }`,
  websocket: `websocket: { url: "ws://${NOWHERE}/ws" }`,
  bosh: `bosh: { url: "http://${NOWHERE}/bind" }`,
};
