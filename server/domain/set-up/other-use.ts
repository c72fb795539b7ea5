/** Whether an account is used on the other side already: presence decides on which side a user is (FINESSE §4). */

interface Use {
  username: string;
  host: string;
  /** null: not told yet. */
  info: { primary: { host: string | null } | null; secondary: { host: string | null } | null } | null;
  /** What the form says of the other side; null: nothing. */
  told: { host: string; username: string } | null;
}

interface Configured {
  clusterKey: string;
  host: string;
  username: string;
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The host on which it is; null: on none. A server of another cluster may well have a user of the same name. */
export function otherUseOf({ username, host, info, told }: Use, servers: readonly Configured[]): string | null {
  if (told !== null && same(told.username, username) && !same(told.host, host)) return told.host;
  const own = servers.find((server) => same(server.host, host));
  const pair = [info?.primary?.host, info?.secondary?.host].filter((name) => name != null);
  const other = servers.find(
    (server) =>
      same(server.username, username) &&
      !same(server.host, host) &&
      (server.clusterKey === own?.clusterKey || pair.some((name) => same(name, server.host))),
  );
  return other?.host ?? null;
}
