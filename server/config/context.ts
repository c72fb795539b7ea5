/** What reading a part of the file needs besides that part. */
import type { Path } from './yaml-source';

export interface Context {
  instanceId: string;
  /** PEM text of the `tls.ca` of a node or server, by its place. */
  caOf(place: Path): string | undefined;
}
