/** The shape of holdfast.yaml, key by key: clusters of plain XMPP services, and of Finesse. */
import { z } from 'zod';
import { backupShape } from './shape-backup';
import { finesseClusterShape, finesseKeys } from './shape-finesse';
import { historyShape } from './shape-history';
import { maintenanceShape, notifyShape } from './shape-notify';
import {
  accountShape,
  domainName,
  expectWord,
  hostName,
  keyShape,
  list,
  oneOf,
  policyShape,
  resourceName,
  strict,
  tagsShape,
  text,
  tlsShape,
  url,
  whole,
  yesOrNo,
} from './shape-parts';
import { privacyShape } from './shape-privacy';
import { rulesShape } from './shape-rules';
import { signInShape } from './shape-sign-in';
import { watchShape } from './shape-watch';

const nodeShape = strict({
  key: keyShape,
  name: text('a name'),
  domain: domainName,
  account: accountShape,
  transports: strict({
    websocket: strict({ url: url(['ws', 'wss']), expect: expectWord }).optional(),
    bosh: strict({ url: url(['http', 'https']), expect: expectWord }).optional(),
    tcp: strict({
      host: hostName,
      port: whole(1, 65_535, '').optional(),
      security: oneOf(['starttls', 'tls', 'none']).optional(),
      expect: expectWord,
    }).optional(),
  }).refine((t) => Object.values(t).some((v) => v !== undefined), 'needs at least one of websocket, bosh, tcp'),
  resource: resourceName.optional(),
  tls: tlsShape,
  policy: policyShape.optional(),
  allowPlainWithoutTls: yesOrNo.optional(),
  watch: watchShape,
  tags: tagsShape,
});

const xmppKeys = {
  key: keyShape,
  name: text('a name'),
  policy: policyShape.optional(),
  nodes: list(nodeShape, 'nodes'),
  watch: watchShape,
  tags: tagsShape,
};
const xmppClusterShape = strict({ kind: z.literal('xmpp'), ...xmppKeys });

const kind = oneOf(['xmpp', 'finesse']);
const clusterShape = z.discriminatedUnion('kind', [xmppClusterShape, finesseClusterShape], {
  error: 'must hold keys: name, kind, and nodes or servers',
});

/** What a cluster without a kind was probably meant to be: it refuses the kind, and what else is wrong. */
export function shapeWithoutKind(cluster: object) {
  return 'servers' in cluster ? strict({ kind, ...finesseKeys }) : strict({ kind, ...xmppKeys });
}

export const fileShape = strict({
  clusters: list(clusterShape, 'clusters').default([]),
  notify: notifyShape.optional(),
  maintenance: maintenanceShape.optional(),
  rules: rulesShape.optional(),
  history: historyShape.optional(),
  privacy: privacyShape.optional(),
  signIn: signInShape.optional(),
  backup: backupShape.optional(),
});

export type FileShape = z.infer<typeof fileShape>;
export type XmppClusterShape = z.infer<typeof xmppClusterShape>;
export type NodeShape = z.infer<typeof nodeShape>;
