/** A reason in REST answers and in notifications: by its id in the database, which those that CCE or CCX makes itself do not have. */
import type { Reason } from '../model';
import { el, els, type Xml } from './xml';

/** Reasons as the database has them. */
export type ListedReason = Reason & { id: number; forAll: boolean };

/** FINESSE §1.3: -1 for none, one that is not recoverable, and one that the database does not have. */
export function reasonId(reason: Reason | null, listed: readonly ListedReason[]): number {
  return listed.find((known) => known.code === reason?.code && known.category === reason.category)?.id ?? -1;
}

/** Nothing without a reason. @param name differs between whole users and summaries */
export function reasonXml(
  name: 'ReasonCode' | 'reasonCode',
  reason: Reason | null,
  listed: readonly ListedReason[],
): Xml[] {
  if (reason === null || reason.code === -1) return [];
  const id = reasonId(reason, listed);
  const { category, code, label, systemCode } = reason;
  const uri = `/finesse/api/ReasonCode/${id}`;
  return [el(name, els({ category, uri, code, label, forAll: true, systemCode, id }))];
}
