/** What nobody has documented about Finesse: one switch per open question, pessimistic unless told otherwise. */
import { z } from 'zod';

interface SwitchOf<V extends string | number | boolean> {
  doc: string;
  /** Paragraph of FINESSE.md that leaves it open. */
  source: string;
  values: readonly V[];
  pessimistic: V;
  generous: V;
}

function open<const V extends string | number | boolean>(
  doc: string,
  source: string,
  values: readonly [pessimistic: V, generous: V, ...V[]],
): SwitchOf<V> {
  return { doc, source, values, pessimistic: values[0], generous: values[1] };
}

/**
 * The first value is the pessimistic one, the second the generous one. UNVERIFIED in FINESSE.md without a switch: what has no behaviour
 * here (§9.4 origin ids of client logs, §11 limits of UCCX and of round trips), and what §9.5 and §4 only infer from rules above.
 */
export const switchTable = {
  connectedUsersKeep: open(
    'How long ConnectedUsersInfo lists an agent whose connection is lost: until the CTI logout, or until presence is unavailable.',
    '§1.6',
    ['until-logout', 'until-unavailable'],
  ),
  connectedUsersSpan: open('Whether one side lists the users of both.', '§1.6', ['own-side', 'both-sides']),
  connectedDurationResets: open('Whether a reconnect starts connectedDuration anew.', '§1.6', [false, true]),
  connectedUsersDetail: open('Whether the details come with the summary or from a URI of their own.', '§1.6, §12.4', [
    'own-uri',
    'inline',
  ]),
  agentPresence: open("Whether an account may subscribe to agents' presence.", '§4, §12.6', ['refused', 'granted']),
  userFeeds: open("Whether an account may subscribe to other agents' feeds.", '§3.1, §12.6', ['refused', 'granted']),
  teamFeeds: open('Who may subscribe to a team feed: its supervisors, or everyone.', '§3.1, §12.6', [
    'supervisors',
    'everyone',
  ]),
  presenceLooksAt: open(
    'What presence monitoring watches: the bare JID (a second session masks the loss, and triggers it when it goes), or `desktop`.',
    '§4, §12.7',
    ['bare-jid', 'desktop'],
  ),
  raceActs: open(
    'Whether a side acts on a lost presence although the agent is already on the other side: documented as possible, not how often.',
    '§6',
    [true, false],
  ),
  sweepClose: open(
    'How a session that was idle for too long ends: silently (404 at the next request), or with `terminate`.',
    '§5.2, §12.8',
    ['silent', 'terminate'],
  ),
  websocketIdleS: open(
    'Idle threshold of WebSocket sessions, seconds; only that of BOSH (60) was seen.',
    '§5.2, §12.8',
    [90, 60],
  ),
  throttledTabs: open('Whether a throttled background tab stops answering now and then.', '§9.5', ['freeze', 'exempt']),
  ownPresence: open("Whether one's own presence is echoed.", '§4', ['silent', 'echoed']),
  systemInfoAuth: open('Whether SystemInfo asks for a password.', '§1.2, §12.5', ['required', 'open']),
  statusReasons: open('Whether statusReason says anything.', '§12.5', ['empty', 'told']),
  ssoXmpp: open(
    'What an SSO user can do at the Notification Service: nothing, or sign in with the token as password.',
    '§12.10',
    ['refused', 'token'],
  ),
  openfireWording: open(
    'Wording of the openfire log: as in the TAC sample, or as upstream has it today.',
    '§9.2, §12.8',
    ['tac', 'upstream'],
  ),
  presenceLogLines: open(
    'Whether the webservices log has lines of the types that the only sample shows cut: left out, or with our completion.',
    '§6, §12.2',
    ['omitted', 'completed'],
  ),
  ctiStateNumbers: open(
    'Numbers of CTI states in the logs: only 1, 7 and 8 were seen; the rest off by 100 so that nobody relies on them, or as listed.',
    '§1.4',
    ['only-seen', 'as-listed'],
  ),
} as const;

type Table = typeof switchTable;
export type SwitchName = keyof Table;
export type Switches = { [K in SwitchName]: Table[K]['values'][number] };

export const profileName = z.enum(['pessimistic', 'generous']);
export type ProfileName = z.infer<typeof profileName>;

function profile(name: ProfileName): Switches {
  const all = Object.entries(switchTable).map(([key, s]) => [key, s[name]]);
  // the entries are those of the table, which the type lists
  return Object.fromEntries(all) as Switches;
}

export const profiles: Readonly<Record<ProfileName, Switches>> = {
  pessimistic: profile('pessimistic'),
  generous: profile('generous'),
};

const valuesOf = (values: readonly (string | number | boolean)[]) => z.literal([...values]).optional();
const overrides = Object.fromEntries(Object.entries(switchTable).map(([key, s]) => [key, valuesOf(s.values)]));
/** Single switches set by hand, on top of a profile; unknown names and values are refused. */
// as above: one optional entry per switch, with the values of its row
export const switchOverrides = z.strictObject(overrides) as unknown as z.ZodType<Partial<Switches>>;
export type SwitchOverrides = z.infer<typeof switchOverrides>;

export function switchesOf(name: ProfileName, by: SwitchOverrides = {}): Switches {
  const set = Object.entries(by).filter(([, value]) => value !== undefined);
  return { ...profiles[name], ...Object.fromEntries(set) };
}
