/** Loads every `tls.ca` that a file names. */
import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { type Finding, pathText } from './problem';
import { type RoughFile, serversOf } from './rough';
import type { Path } from './yaml-source';

export type ReadText = (file: string) => { ok: true; text: string } | { ok: false; code: string };

export interface Authorities {
  /** PEM text by the place of the node, server or channel, as `pathText` writes it. */
  pem: Map<string, string>;
  findings: Finding[];
}

/** @param folder what the paths are relative to: that of the configuration file */
export function readAuthorities(rough: RoughFile, folder: string, readText: ReadText): Authorities {
  const result: Authorities = { pem: new Map(), findings: [] };
  for (const { place, ca } of placesOf(rough)) {
    const read = readText(resolve(folder, ca));
    const fault = read.ok ? pemFault(read.text) : `cannot be read (${read.code})`;
    if (fault !== null) result.findings.push({ path: [...place, 'tls', 'ca'], at: 'value', message: fault });
    else if (read.ok) result.pem.set(pathText(place), read.text);
  }
  return result;
}

function placesOf(rough: RoughFile): { place: Path; ca: string }[] {
  const all = rough.clusters.flatMap((cluster, c) => [
    ...cluster.nodes.map((node, n) => ({ place: ['clusters', c, 'nodes', n], ca: node.tls?.ca })),
    ...serversOf(cluster).map(([side, server]) => ({ place: ['clusters', c, 'servers', side], ca: server.tls?.ca })),
  ]);
  const channels = rough.notify.channels.map(({ tls }, n) => ({ place: ['notify', 'channels', n], ca: tls?.ca }));
  return [...all, ...channels].flatMap(({ place, ca }) => (ca === undefined || ca === '' ? [] : [{ place, ca }]));
}

function pemFault(text: string): string | null {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return 'is not a PEM file: it holds no certificate';
  return blocks.every(isCertificate) ? null : 'holds a certificate that cannot be parsed';
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
