/** The keys of what the file gives none. */
import type { FinesseSide } from '#contract';

/** `Zürich Lab 2` → `zurich-lab-2`; empty when nothing of the name can be kept. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[^a-z0-9]+$/, '');
}

/** A side keeps its history when its host is replaced; names of hosts may also be alike. */
export function serverKeyOf(side: FinesseSide): string {
  return side.toLowerCase();
}
