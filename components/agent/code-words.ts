/** What Finesse's codes mean in an end's sentence: its own label, or ours where none came along (FINESSE §2). Pure. */
import type { Disconnect } from '#contract';

const ucce: Record<number, string> = {
  255: 'connection failure',
  999: 'supervisor',
  20003: 'logout request',
  50001: 'system disconnect',
  50003: 'device error',
  50004: 'inactivity timeout',
  50040: 'mobile call failed',
  50042: 'mobile disconnected',
  51004: 'PG restart',
  65534: 'system reset',
  65535: 'system reinitialized',
};

const uccx: Record<number, string> = {
  22: 'supervisor',
  33: 'supervisor',
  255: 'connection failure',
  32757: 'CM failover',
  32759: 'phone down',
  32764: 'CCX failure',
};

export const isUccx = (deployment: string | null): boolean => deployment?.includes('UCCX') ?? false;

/** `255: connection failure`, `50004: inactivity timeout`, `connection failure`; null when neither code nor label came along. */
export function codeWords(
  end: NonNullable<Disconnect['end']>,
  { deployment }: Pick<Disconnect['profile'], 'deployment'>,
): string | null {
  const { code, label, state } = end;
  const own = label === null || label.trim() === '' ? null : inSentence(label.trim());
  // -1 is "none", whatever else it may mean: alone it tells nothing
  if (code === null || code === -1) return own;
  const words = own ?? known(code, state, deployment);
  return words === null ? String(code) : `${code}: ${words}`;
}

function known(code: number, state: string, deployment: string | null): string | null {
  if (isUccx(deployment)) return uccx[code] ?? null;
  if (code === 50002) return state === 'NOT_READY' ? 'connection failure' : 'system failure';
  return ucce[code] ?? null;
}

/** `Connection Failure` → `connection failure`; `PG`, `CTI` stay. */
function inSentence(label: string): string {
  return label.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
}
