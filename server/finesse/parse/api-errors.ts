/** The errors that Finesse tells by REST and by events, which write them in different case (FINESSE §1.1). */
import { childrenOf, type DataNode, findNode, textOf } from './xml';

export interface ApiError {
  /** e.g. `Unauthorized`, `Invalid State`: the condition in Cisco's words. */
  type: string;
  message: string | null;
  data: string | null;
}

const MAX = 256;
const cut = (text: string | null): string | null => text?.slice(0, MAX) ?? null;

/** null: this is something else. */
export function apiErrorsIn(root: DataNode): ApiError[] | null {
  const errors = findNode(root, 'ApiErrors');
  if (errors === null) return null;
  return childrenOf(errors, 'ApiError').map((error) => ({
    type: cut(textOf(error, 'ErrorType')) ?? 'unknown',
    message: cut(textOf(error, 'ErrorMessage')),
    data: cut(textOf(error, 'ErrorData')),
  }));
}
