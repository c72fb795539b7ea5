/** Finesse's REST API: who may see what, how a state is asked for, and which error comes for what. */
import { describe, expect, test } from 'vitest';
import { createFrameParser } from '../../../../server/transport/xml/frame-parser';
import { admin, basic, monitor, type Scene, scene, text, told } from './scene';

const agentId = '1001002';
const supervisorId = '1001001';
const agent = basic(agentId, 'agent');
const supervisor = basic(supervisorId, 'agent');

/** Parsed as a client would. */
function parsed(body: string) {
  const frame = createFrameParser()(body.replace(/^<\?xml[^?]*\?>/, ''));
  if (frame.kind !== 'element') throw new Error(`no XML: ${body}`);
  return frame.element;
}

describe('SystemInfo', () => {
  test('tells the two sides apart, with the time of its own clock', () => {
    const { get } = scene();
    const [a, b] = [get('SystemInfo'), get('SystemInfo', admin, 'B')];
    expect(text(a, 'xmppDomain')).toBe('fin-a.sim.example');
    expect(text(b, 'xmppDomain')).toBe('fin-b.sim.example');
    expect(text(b, 'xmppPubSubDomain')).toBe('pubsub.fin-b.sim.example');
    expect(text(b, 'currentTimestamp')).toBe('2026-11-20T09:00:00.007Z');
    const root = parsed(a.body);
    expect(root.getName()).toBe('SystemInfo');
    expect(root.getChild('primaryNode')?.getChildText('host')).toBe('fin-a.sim.example');
    expect(root.getChild('secondaryNode')?.getChildText('host')).toBe('fin-b.sim.example');
    expect([text(a, 'status'), text(a, 'lastCTIHeartbeatStatus')]).toEqual(['IN_SERVICE', 'success']);
  });

  test('asks for a password by default, and need not by the switch', () => {
    expect(told(scene().get('SystemInfo', null))).toBe('401 Unauthorized');
    expect(scene({ switches: { systemInfoAuth: 'open' } }).get('SystemInfo', null).status).toBe(200);
  });

  test('maintenance mode and ports are told by the release that has them', () => {
    expect(scene({ release: '12.5' }).get('SystemInfo').body).not.toMatch(/MMode|xmppSecurePort/);
    expect(scene({ release: '12.6' }).get('SystemInfo').body).toMatch(/<finesseMMode\/>.*<xmppSecurePort>5223</);
  });

  test('answers out of service, when everything else says 503', () => {
    const { world, time, get } = scene();
    world.act({ do: 'stop', side: 'A', part: 'cti' });
    expect(told(get(`User/${agentId}`))).toBe('500 Internal Server Error');
    time.advanceSync(20_000);
    expect(text(get('SystemInfo'), 'status')).toBe('OUT_OF_SERVICE');
    expect(text(get('SystemInfo'), 'lastCTIHeartbeatStatus')).toBe('failure');
    const refused = get(`User/${agentId}`);
    expect([told(refused), text(refused, 'ErrorMessage')]).toEqual([
      '503 Service Unavailable',
      'SERVER_OUT_OF_SERVICE',
    ]);
    expect(get('SystemInfo', admin, 'B').status).toBe(200);
  });
});

describe('users and teams', () => {
  test('one sees oneself, an administrator everybody', () => {
    const { get } = scene();
    const own = parsed(get(`User/${agentId}`, agent).body);
    expect([own.getChildText('loginId'), own.getChildText('state'), own.getChildText('teamId')]).toEqual([
      agentId,
      expect.stringMatching(/^(READY|NOT_READY)$/),
      '1',
    ]);
    expect(told(get(`User/${supervisorId}`, agent))).toBe('401 Invalid Authorization User Specified');
    expect(get(`User/${supervisorId}`, admin).status).toBe(200);
    expect(told(get('User/9999999', admin))).toBe('404 User Not Found');
  });

  test('a reason is told as in events: -1 for none, and for what the lists do not have', () => {
    const { world, get } = scene();
    const reasonIn = (body: string) => /<reasonCodeId>[^<]*<\/reasonCodeId>(<ReasonCode>)?/.exec(body)?.[0];
    world.act({ do: 'set-state', who: { loginId: agentId }, state: 'READY' });
    expect(reasonIn(get(`User/${agentId}`).body)).toBe('<reasonCodeId>-1</reasonCodeId>');
    world.act({ do: 'supervisor-logout', who: { loginId: agentId } });
    const out = get(`User/${agentId}`);
    expect(reasonIn(out.body)).toBe('<reasonCodeId>-1</reasonCodeId><ReasonCode>');
    expect([text(out, 'code'), text(out, 'systemCode'), text(out, 'id')]).toEqual(['999', 'true', '-1']);
  });

  test('by login name on UCCE', () => {
    const { world, get } = scene();
    const { loginName } = world.agents()[3] ?? { loginName: '' };
    expect(text(get(`User/${loginName}`), 'loginId')).toBe('1001004');
  });

  test('a monitor is a configured user who never works', () => {
    const own = scene().get('User/holdfast-a', monitor);
    expect([text(own, 'state'), text(own, 'loginId')]).toEqual(['LOGOUT', 'holdfast-a']);
    expect(own.body).toContain('<Team><uri>/finesse/api/Team/1</uri>');
  });

  test('the whole list is for administrators, a team for those who lead it', () => {
    const { get } = scene();
    expect(parsed(get('Users').body).getChildren('User')).toHaveLength(8);
    expect(told(get('Users', supervisor))).toBe('401 Authorization Failure');
    const team = parsed(get('Team/1', supervisor).body);
    expect(team.getChild('users')?.getChildren('User')).toHaveLength(4);
    expect(get('Team/1', monitor).status).toBe(200);
    expect(told(get('Team/2', monitor))).toBe('401 Authorization Failure');
    expect(told(get('Team/1', agent))).toBe('401 Authorization Failure');
    expect(told(get('Team/77'))).toBe('404 Not Found');
  });

  test('names are written so that they come back whole', () => {
    const { get } = scene({ teams: ['R&D <night>', 'Wörld "x"'] });
    expect(parsed(get('Team/1').body).getChildText('name')).toBe('R&D <night>');
    expect(parsed(get('Team/2').body).getChildText('name')).toBe('Wörld "x"');
  });

  test('reason codes never hold those of the system; the secondary gives no configuration', () => {
    const { get } = scene();
    expect(get('ReasonCodes').body).not.toContain('<systemCode>true');
    expect(parsed(get('ReasonCodes?category=LOGOUT').body).getChildren('ReasonCode')).toHaveLength(1);
    expect(told(get('ReasonCodes?category=FUN'))).toBe('400 Invalid Input');
    expect(text(get(`User/${agentId}/ReasonCode/2`, agent), 'label')).toBe('Lunch');
    expect(told(get(`User/${supervisorId}/ReasonCodes`, agent))).toBe('401 Invalid Authorization User Specified');
    expect(text(get('ConfigInfo'), 'totalUsers')).toBe('8');
    expect(told(get('ConfigInfo', admin, 'B'))).toBe('403 Forbidden');
    expect(told(get('ReasonCodes', admin, 'B'))).toBe('403 Forbidden');
  });
});

describe('a state is asked for', () => {
  const wish = (state: string, more = ''): string => `<User><state>${state}</state>${more}</User>`;
  const put = (s: Scene, body: string, as = agent, id = agentId) => s.send('PUT', `User/${id}`, body, as, 'req-1');

  test('202 at once; the event comes a CTI round trip later, with the id of the request', () => {
    const s = scene();
    s.world.act({ do: 'set-state', who: { loginId: agentId }, state: 'READY' });
    s.events.length = 0;
    expect(put(s, wish('NOT_READY', '<reasonCodeId>2</reasonCodeId>')).status).toBe(202);
    expect(s.events.filter((e) => e.type === 'agent-changed')).toEqual([]);
    s.time.advanceSync(10);
    const changed = s.events.find((e) => e.type === 'agent-changed');
    expect(changed).toMatchObject({ requestId: 'req-1', view: { state: 'NOT_READY', reason: { label: 'Lunch' } } });
    expect(text(s.get(`User/${agentId}`), 'label')).toBe('Lunch');
  });

  test('what does not fit the state fails later, as an event', () => {
    const s = scene();
    expect(put(s, wish('LOGIN', '<extension>4001002</extension>')).status).toBe(202);
    s.time.advanceSync(10);
    expect(s.events.find((e) => e.type === 'api-error')).toMatchObject({
      requestId: 'req-1',
      errorType: 'Invalid State',
    });
  });

  test.each([
    ['nothing', '', '400 Bad Request'],
    ['broken XML', '<User><state>READY</User>', '400 Bad Request'],
    ['an entity', '<!DOCTYPE User [<!ENTITY a "READY">]><User><state>&a;</state></User>', '400 Bad Request'],
    ['something else', '<Dialog/>', '400 Bad Request'],
    ['two documents', '<User/><User/>', '400 Bad Request'],
    ['no state', '<User/>', '400 Parameter Missing'],
    ['a state that nobody may ask for', wish('TALKING'), '400 Invalid Input'],
    ['a sign-in without extension', wish('LOGIN'), '400 Parameter Missing'],
    ['a reason that is no number', wish('NOT_READY', '<reasonCodeId>x</reasonCodeId>'), '400 Invalid Input'],
  ])('%s', (_what, body, error) => {
    expect(told(put(scene(), body))).toBe(error);
  });

  test('only for oneself, or by a supervisor for the own team', () => {
    const s = scene();
    expect(told(put(s, wish('LOGOUT'), agent, '1001003'))).toBe('401 Invalid Authorization User Specified');
    expect(put(s, wish('LOGOUT'), supervisor).status).toBe(202);
    expect(told(put(s, wish('LOGOUT'), supervisor, '1001006'))).toBe('401 Invalid Supervisor');
    expect(told(put(s, wish('LOGOUT'), supervisor, '9'))).toBe('404 User Not Found');
  });
});

describe('health APIs', () => {
  test('ConnectedUsersInfo from 12.6 on, for administrators, its details where the switch has them', () => {
    const old = scene({ release: '12.5' });
    for (const who of [admin, monitor]) expect(told(old.get('ConnectedUsersInfo', who))).toBe('404 Not Found');
    const apart = scene();
    expect(told(apart.get('ConnectedUsersInfo', supervisor))).toBe('403 Forbidden');
    const summary = apart.get('ConnectedUsersInfo');
    expect(Number(text(summary, 'totalConnectedUsers'))).toBeGreaterThan(0);
    expect(summary.body).not.toContain('userDetail');
    expect(apart.get('ConnectedUsersInfo/userDetails').body).toContain('<userType>DESKTOP</userType>');
    const inline = scene({ switches: { connectedUsersDetail: 'inline' } });
    expect(inline.get('ConnectedUsersInfo').body).toMatch(/<xmppJID>\d+@fin-a\.sim\.example\/desktop</);
    expect(told(inline.get('ConnectedUsersInfo/userDetails'))).toBe('404 Not Found');
  });

  const read = (mbean: string, attribute: string) => JSON.stringify({ type: 'read', mbean, attribute });

  test('the Performance API reads what is documented', () => {
    const { send } = scene();
    const state = send(
      'POST',
      'performance',
      read('com.cisco.ccbu:category=AWSSubsystem,component0=AWS Subsystem State Counter', 'AWS System State'),
    );
    expect(JSON.parse(state.body)).toMatchObject({ value: 'STATE_IN_SERVICE', status: 200 });
    const queued = read(
      'OpenFire//com.cisco.ccbu.finesse.openfire:type=PubSubOrderedExecutorStatistics',
      'QueuedTaskCount',
    );
    expect(JSON.parse(send('POST', 'performance', queued).body).value).toEqual(expect.any(Number));
    const list = JSON.parse(send('POST', 'performance', '{"type":"list","service":"openfire"}').body);
    expect(Object.keys(list.value)).toEqual(['com.cisco.ccbu.finesse.openfire', 'java.lang']);
  });

  test.each([
    ['no JSON', 'hello', 400],
    ['another operation', '{"type":"write"}', 400],
    ['a bean that is not there', read('java.lang:type=Fun', 'x'), 404],
    ['an attribute of every object', read('java.lang:type=Threading', 'constructor'), 404],
  ])('the Performance API refuses %s', (_what, body, status) => {
    expect(scene().send('POST', 'performance', body).status).toBe(status);
  });

  test('performance and maintenance mode by right and release', () => {
    expect(told(scene().send('POST', 'performance', '{"type":"list"}', supervisor))).toBe('403 Forbidden');
    expect(told(scene({ release: '12.5' }).send('POST', 'performance', '{"type":"list"}'))).toBe('404 Not Found');
    const { world, get } = scene();
    world.act({ do: 'maintenance', side: 'A', on: true });
    expect(text(get('MaintenanceMode'), 'status')).toBe('IN_PROGRESS');
    expect(get('MaintenanceMode').body).toContain('<desktop>');
  });
});

describe('signing in', () => {
  test('five wrong passwords lock the user for five minutes, on that side, without a word about it', () => {
    const { time, get } = scene();
    const wrong = basic(agentId, 'guess');
    for (let i = 0; i < 5; i++) expect(told(get(`User/${agentId}`, wrong))).toBe('401 Unauthorized');
    expect(told(get(`User/${agentId}`, agent))).toBe('401 Unauthorized');
    expect(get(`User/${agentId}`, agent, 'B').status).toBe(200);
    time.advanceSync(299_999);
    expect(get(`User/${agentId}`, agent).status).toBe(401);
    time.advanceSync(1);
    expect(get(`User/${agentId}`, agent).status).toBe(200);
  });

  test('four wrong ones and a right one begin anew', () => {
    const { get } = scene();
    for (const password of ['1', '2', '3', '4', 'agent', '5', '6', '7', '8'])
      get(`User/${agentId}`, basic(agentId, password));
    expect(get(`User/${agentId}`, agent).status).toBe(200);
  });

  test('SSO refuses Basic and takes a token', () => {
    const { get, tokens } = scene({ authMode: 'SSO' });
    expect(told(get(`User/${agentId}`, agent))).toBe('401 Unauthorized');
    const token = tokens.issue(agentId);
    expect(get(`User/${agentId}`, `Bearer ${token}`).status).toBe(200);
    expect(get(`User/${agentId}`, 'Bearer nonsense').status).toBe(401);
    expect(tokens.issue('nobody')).toBeNull();
  });

  test('a token is worth nothing once single sign-on has expired for its owner', () => {
    const { get, tokens, world } = scene({ authMode: 'SSO' });
    const [theirs, mine] = [tokens.issue(agentId), tokens.issue(supervisorId)];
    world.act({ do: 'sso-expiry', who: { loginId: agentId } });
    expect(told(get(`User/${agentId}`, `Bearer ${theirs}`))).toBe('401 Unauthorized');
    expect(get(`User/${supervisorId}`, `Bearer ${mine}`).status).toBe(200);
    expect(get(`User/${agentId}`, `Bearer ${tokens.issue(agentId)}`).status).toBe(200);
  });

  test.each(['Basic', 'Basic !!', 'Basic bm9jb2xvbg==', 'Digest x', 'Basic OnB3', ''])('«%s» is nobody', (header) => {
    const refused = scene().get('Users', header);
    expect(told(refused)).toBe('401 Unauthorized');
    expect(refused.headers).toMatchObject({ 'WWW-Authenticate': expect.stringContaining('Basic') });
  });
});

test('what is not there, and verbs that nothing takes', () => {
  const { get, send } = scene();
  expect(told(get('Nothing'))).toBe('404 Not Found');
  expect(told(get('User'))).toBe('404 Not Found');
  expect(told(get('ConnectedUsersInfo/%2e%2e/x'))).toBe('404 Not Found');
  const wrong = send('DELETE', `User/${agentId}`, '');
  expect([told(wrong), wrong.headers]).toEqual(['405 Method Not Allowed', { Allow: 'GET, PUT' }]);
  expect(send('PUT', 'SystemInfo', '').status).toBe(405);
});
