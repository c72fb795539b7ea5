/** Labels of reason codes by deployment and state, FINESSE §2, and the codes that an administrator made. */
import type { Deployment, Reason } from '../model';

type Category = Reason['category'];

const ucce: Record<Category, Record<number, string>> = {
  LOGOUT: {
    255: 'Connection Failure',
    999: 'Supervisor Initiated',
    50001: 'System Disconnect',
    50002: 'System Failure',
    50003: 'Device Error',
    50004: 'Inactivity Timeout',
    50020: 'Queue Change',
    50030: 'Device Conflict',
    65534: 'System Reset',
    65535: 'System Reinitialized',
  },
  NOT_READY: {
    999: 'Supervisor Initiated',
    32767: 'Call Not Answered',
    50002: 'Connection Failure',
    50005: 'Non-ACD Busy',
    51004: 'Not Ready',
    65534: 'System Reset',
    65535: 'System Reinitialized',
  },
};

const uccx: Record<Category, Record<number, string>> = {
  LOGOUT: {
    22: 'Logout by Supervisor',
    255: 'Connection Failure',
    32748: 'Agent Deleted',
    32759: 'Phone Down',
    32764: 'CCX Failure',
    32765: 'Connection Down',
  },
  NOT_READY: {
    33: 'Supervisor',
    32756: 'Phone Up',
    32757: 'CM Failover',
    32759: 'Phone Down',
    32760: 'Agent Logon',
    32763: 'Ring No Answer',
    32764: 'CCX Failure',
    32767: 'CTI Re-logon',
  },
};

/** A code that CCE or CCX makes itself. */
export function systemReason(deployment: Deployment, category: Category, code: number): Reason {
  const labels = (deployment.type === 'UCCE' ? ucce : uccx)[category];
  return { code, label: labels[code] ?? `System code ${code}`, category, systemCode: true };
}

export type ListedReason = Reason & { id: number; forAll: boolean };

export const listedReasons: readonly ListedReason[] = [
  { id: 1, code: 1, label: 'Break', category: 'NOT_READY', systemCode: false, forAll: true },
  { id: 2, code: 2, label: 'Lunch', category: 'NOT_READY', systemCode: false, forAll: true },
  { id: 3, code: 3, label: 'Meeting', category: 'NOT_READY', systemCode: false, forAll: true },
  { id: 4, code: 4, label: 'Training', category: 'NOT_READY', systemCode: false, forAll: false },
  { id: 5, code: 11, label: 'End of shift', category: 'LOGOUT', systemCode: false, forAll: true },
];

/** What a request named; null = none, which is -1. */
export function chosenReason(category: Category, id: number | undefined): Reason | null {
  const found = listedReasons.find((r) => r.id === id && r.category === category);
  if (found === undefined) return null;
  const { code, label, systemCode } = found;
  return { code, label, category, systemCode };
}
