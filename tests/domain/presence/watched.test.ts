import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '../../../server/domain/presence/capabilities';
import { type Evidence, type Feeds, noEvidence } from '../../../server/domain/presence/evidence';
import { foldEvidence } from '../../../server/domain/presence/fold';
import { healthOf } from '../../../server/domain/presence/health';

const watching = capabilitiesOf({
  ...{ service: 'xmpp', release: null, deployment: { type: 'UCCE', load: null }, sso: false },
  granted: { presence: true, agentFeeds: false, connectedUsers: false },
  listMeaning: 'unproven',
});
const desk = 'ada@lab.example/desk';
const phone = 'ada@lab.example/phone';

const there = (at: number, jid: string, pushed = true): Evidence => ({
  ...{ kind: 'presence', feed: 'presence', side: 'A', at: at * 1_000, available: true, jid, pushed },
});
const gone = (at: number, jid: string): Evidence => ({
  ...{ kind: 'presence', feed: 'presence', side: 'A', at: at * 1_000, available: false, jid, pushed: true },
});
const answer = (at: number, jid: string, answered: boolean): Evidence => ({
  ...{ kind: 'answer', feed: 'ping', side: 'A', at: at * 1_000, jid, answered },
});

/** Health at `at` seconds, our feeds fresh from `since` on. */
function healthAt(at: number, since: number, ...told: Evidence[]) {
  const span = { since: since * 1_000, until: at * 1_000 + 1 };
  const feeds: Feeds = { A: { feeds: { presence: span, ping: span }, deaf: [] }, B: { feeds: {}, deaf: [] } };
  const agent = told.reduce(foldEvidence, noEvidence);
  const health = healthOf(agent, feeds, at * 1_000, watching);
  return health.kind === 'unstable' ? `unstable, ${health.missed} missed` : health.kind;
}

const lookedFor = (at: number): Evidence => ({
  ...{ kind: 'presence', feed: 'presence', side: 'A', at: at * 1_000, available: false, pushed: false },
  jid: 'ada@lab.example',
});

describe('a watched person', () => {
  test('of whom nothing was told is unknown; of whom the service said that nobody is there is logged out', () => {
    expect(healthAt(10, 0)).toBe('unknown');
    expect(healthAt(10, 0, lookedFor(3))).toBe('logged-out');
    expect(healthAt(20, 12, lookedFor(3))).toBe('unknown');
  });

  test('whose client never answered is connected, whatever it leaves unanswered', () => {
    expect(healthAt(90, 0, there(1, desk), answer(31, desk, false), answer(61, desk, false))).toBe('connected');
  });

  test('whose client freezes is unstable from the first miss on, and for hours', () => {
    const answered = [there(1, desk), answer(2, desk, true)];
    expect(healthAt(50, 0, ...answered, answer(40, desk, false))).toBe('unstable, 1 missed');
    const hour = Array.from({ length: 120 }, (_, i) => answer(32 + i * 30, desk, false));
    expect(healthAt(3_650, 0, ...answered, ...hour)).toMatch(/^unstable, \d+ missed$/);
    expect(healthAt(3_650, 0, ...answered, ...hour, answer(3_640, desk, true))).toBe('connected');
  });

  test('with one frozen client and one that answers is connected', () => {
    const both = [there(1, desk), there(2, phone), answer(3, desk, true), answer(4, phone, true)];
    expect(healthAt(70, 0, ...both, answer(33, desk, false), answer(34, phone, true))).toBe('connected');
    expect(healthAt(70, 0, ...both, answer(33, desk, false), gone(40, phone))).toBe('unstable, 1 missed');
  });

  test('is not blamed for the misses of a client that has gone', () => {
    const frozen = [there(1, desk), answer(2, desk, true), answer(32, desk, false), answer(62, desk, false)];
    expect(healthAt(70, 0, ...frozen, there(65, phone), gone(66, desk))).toBe('connected');
    expect(healthAt(70, 0, ...frozen, gone(66, desk))).toBe('logged-out');
  });

  test('whose one client went while we did not look is gone with the other', () => {
    expect(healthAt(120, 100, there(1, desk), there(100, phone, false), gone(110, phone))).toBe('logged-out');
  });

  test('with three clients for an hour is there until the last of them goes', () => {
    const three = [there(1, desk), there(2, phone), there(3, 'ada@lab.example/web')];
    const late = [there(3_000, desk), gone(3_001, desk), gone(3_002, 'ada@lab.example/web')];
    expect(healthAt(3_010, 0, ...three, ...late)).toBe('connected');
    expect(healthAt(3_010, 0, ...three, ...late, gone(3_003, phone))).toBe('logged-out');
  });
});
