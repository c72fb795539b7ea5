/** A scripted BOSH connection manager. */
import type { CertificateFiles } from './certificates';
import type { Peer, PeerScript } from './wire-servers';

export async function startBoshPeer(_variant: string, _script: PeerScript, _files?: CertificateFiles): Promise<Peer> {
  throw new Error('later');
}
