/** What Finesse answers, read into facts: its traps, and that no text at all makes a reader throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiErrorsIn } from '../../server/finesse/parse/api-errors';
import { readConfigInfo, readConnectedUsers, readMaintenanceMode } from '../../server/finesse/parse/connected-users';
import { readBeanList, readCounters, readDesktopConfig } from '../../server/finesse/parse/json-objects';
import { readSystemInfo } from '../../server/finesse/parse/system-info';
import { readReasonCodes, readTeam, readUser, readUsers } from '../../server/finesse/parse/users';
import { type DataNode, type Read, readJson, readLongXml, readXml } from '../../server/finesse/parse/xml';
import { systemInfoXml, userXml } from './fixtures';

function read<T>(xml: string, reader: (root: DataNode) => Read<T>): T | string {
  const root = readXml(xml);
  const value = root.ok ? reader(root.value) : root;
  return value.ok ? value.value : value.condition;
}

describe('SystemInfo', () => {
  test('every field, the empty ones as null', () => {
    expect(read(systemInfoXml, readSystemInfo)).toEqual({
      currentTimestampMs: Date.UTC(2026, 10, 20, 9, 15, 22, 127),
      deploymentType: 'UCCE',
      status: 'IN_SERVICE',
      statusReason: null,
      lastCtiHeartbeatStatus: 'SUCCESS',
      lastSuccessCtiHeartbeatMs: Date.UTC(2026, 10, 20, 9, 15, 20),
      ctiHeartbeatIntervalS: 5,
      ctiVersion: null,
      ctiMaintenance: null,
      ctiTimeInMaintenanceS: null,
      finesseMaintenance: null,
      finesseTimeInMaintenanceS: null,
      license: null,
      peripheralId: null,
      authMode: 'NON_SSO',
      timezoneOffsetMin: 330,
      xmppDomain: 'fin-a.example.com',
      pubsubDomain: 'pubsub.fin-a.example.com',
      primary: { host: 'fin-a.example.com', httpsPort: 8445, xmppPort: 5222, xmppSecurePort: 5223 },
      secondary: { host: 'fin-b.example.com', httpsPort: null, xmppPort: null, xmppSecurePort: null },
      ctiServers: [{ host: '10.0.0.9', connectedDurationS: 812, active: true }],
    });
  });

  test('no more than a status is needed; without one it is none', () => {
    expect(read('<x:systeminfo><x:STATUS>partial_service</x:STATUS></x:systeminfo>', readSystemInfo)).toMatchObject({
      status: 'PARTIAL_SERVICE',
      currentTimestampMs: null,
      ctiServers: [],
    });
    expect(read('<SystemInfo><status/></SystemInfo>', readSystemInfo)).toBe('unexpected-content');
  });

  test('CTI servers without a list around each', () => {
    const xml =
      '<SystemInfo><status>X</status><ctiServers><host>c</host><active>false</active></ctiServers></SystemInfo>';
    expect(read(xml, readSystemInfo)).toMatchObject({ ctiServers: [{ host: 'c', active: false }] });
  });
});

describe('users', () => {
  test.each(['ReasonCode', 'reasonCode'])('all of one, with a %s', (reason) => {
    expect(read(userXml('', reason), readUser)).toEqual({
      loginId: '6021',
      loginName: 'mlima',
      firstName: 'Marta',
      lastName: 'Lima & Sons',
      roles: ['Agent', 'Supervisor'],
      state: 'NOT_READY',
      stateChangeMs: Date.UTC(2026, 10, 20, 9, 12, 33, 127),
      pendingState: null,
      reasonCodeId: null,
      reason: { code: 50002, label: 'Connection Failure', category: 'NOT_READY', systemCode: true, id: null },
      extension: '26021',
      teamId: '7',
      teamName: 'Billing',
      leads: [
        { id: '7', name: 'Billing' },
        { id: '8', name: 'Cards' },
      ],
    });
  });

  test('a logout of one’s own choice: no extension, -1 for a reason, no stamp', () => {
    const xml = `<User><loginId>anna.k</loginId><state>LOGOUT</state><stateChangeTime></stateChangeTime><extension/>
      <reasonCodeId>-1</reasonCodeId><reasonCode><code>-1</code></reasonCode></User>`;
    expect(read(xml, readUser)).toMatchObject({
      ...{ loginId: 'anna.k', state: 'LOGOUT', stateChangeMs: null, extension: '' },
      ...{ reasonCodeId: null, reason: null, teamId: null, leads: [], roles: [] },
    });
  });

  test('the id of a user is in the URI too, and a stamp that is no time is none', () => {
    const xml = '<user><uri>/finesse/api/User/a%40b</uri><stateChangeTime>yesterday</stateChangeTime></user>';
    expect(read(xml, readUser)).toMatchObject({ loginId: 'a@b', stateChangeMs: null });
  });

  test('lists, in which one bad entry does not hide the others', () => {
    expect(read(`<Users>${userXml()}<User><state>READY</state></User></Users>`, readUsers)).toMatchObject({
      users: [{ loginId: '6021' }],
      skipped: 1,
    });
    const team =
      '<Team><uri>/finesse/api/Team/7</uri><name>Billing</name><users><User><loginId>1</loginId></User></users></Team>';
    expect(read(team, readTeam)).toMatchObject({ id: '7', name: 'Billing', users: [{ loginId: '1' }], skipped: 0 });
    expect(read('<Team><id>8</id></Team>', readTeam)).toMatchObject({ id: '8', users: [] });
  });

  test('reason codes', () => {
    const xml = `<ReasonCodes category="ALL"><ReasonCode><uri>/finesse/api/ReasonCode/3</uri><category>NOT_READY</category>
      <code>12</code><label>Lunch</label><forAll>true</forAll></ReasonCode></ReasonCodes>`;
    expect(read(xml, readReasonCodes)).toEqual([
      { code: 12, label: 'Lunch', category: 'NOT_READY', systemCode: null, id: null, forAll: true },
    ]);
  });
});

describe('ConnectedUsersInfo', () => {
  const summary =
    '<userSummary><desktopUsers>2</desktopUsers><totalConnectedUsers>3</totalConnectedUsers></userSummary>';
  const details = `<userDetails><userDetail><loginId>1001</loginId><userType>Desktop</userType>
    <xmppJID>1001@fin-a.example.com/desktop</xmppJID><connectedDuration>61</connectedDuration></userDetail>
    <userDetail><userType>DESKTOP</userType></userDetail></userDetails>`;

  test('the summary alone does not say that nobody is connected', () => {
    expect(read(`<ConnectedUsersInfo>${summary}</ConnectedUsersInfo>`, readConnectedUsers)).toEqual({
      summary: { desktop: 2, fippa: null, thirdParty: null, total: 3, viaProxy: null },
      users: null,
      skipped: 0,
    });
  });

  test('details with the summary, or alone', () => {
    const users = [
      expect.objectContaining({
        loginId: '1001',
        userType: 'DESKTOP',
        jid: '1001@fin-a.example.com/desktop',
        connectedDurationS: 61,
      }),
    ];
    expect(read(`<ConnectedUsersInfo>${summary}${details}</ConnectedUsersInfo>`, readConnectedUsers)).toMatchObject({
      ...{ summary: { total: 3 }, users, skipped: 1 },
    });
    expect(read(details, readConnectedUsers)).toMatchObject({ summary: null, users });
    expect(read('<ConnectedUsersInfo><userDetails/></ConnectedUsersInfo>', readConnectedUsers)).toMatchObject({
      users: [],
    });
  });
});

test('maintenance and configuration', () => {
  const mode = `<MaintenanceMode><status>IN_PROGRESS</status><usersLoggedIn><desktop>12</desktop><fippa>0</fippa></usersLoggedIn>
    <pendingUserDisconnections>5</pendingUserDisconnections></MaintenanceMode>`;
  expect(read(mode, readMaintenanceMode)).toEqual({
    ...{ status: 'IN_PROGRESS', pendingUserDisconnections: 5, estimatedCompletionS: null },
    usersLoggedIn: { desktop: 12, fippa: 0 },
  });
  const config = '<ConfigInfo><totalUsers>8</totalUsers><versionInfo>12.6(2)</versionInfo></ConfigInfo>';
  expect(read(config, readConfigInfo)).toMatchObject({ totalUsers: 8, version: '12.6(2)' });
});

test('the Performance API: lists, one attribute, all of a bean, and its errors', () => {
  const list = '{"value":{"java.lang":{"type=Threading":{"attr":{"ThreadCount":{}}},"type=X":7}},"status":200}';
  expect(readBeanList(list)).toEqual({
    ok: true,
    value: [
      { mbean: 'java.lang:type=Threading', attributes: ['ThreadCount'] },
      { mbean: 'java.lang:type=X', attributes: [] },
    ],
  });
  expect(readCounters('{"value":17}', 'QueuedTaskCount')).toEqual({ ok: true, value: { QueuedTaskCount: 17 } });
  expect(readCounters('{"value":{"A":1,"B":"x","C":{"deep":1}},"status":200}', null)).toEqual({
    ok: true,
    value: { A: 1, B: 'x' },
  });
  expect(readCounters('{"error_type":"x","status":404}', 'A').ok).toBe(false);
  expect(readDesktopConfig('{"systemStatus":"IN_SERVICE","isAlternateSystemAvailable":"false"}')).toEqual({
    ok: true,
    value: { systemStatus: 'IN_SERVICE', isAlternateSystemAvailable: false },
  });
});

test('errors in the case of either API', () => {
  const rest =
    '<ApiErrors><ApiError><ErrorType>Unauthorized</ErrorType><ErrorMessage>m</ErrorMessage><ErrorData/></ApiError></ApiErrors>';
  const event =
    '<data><apiErrors><apiError><errorData>22</errorData><errorType>Invalid State</errorType></apiError></apiErrors></data>';
  const errorsOf = (xml: string) => read(xml, (root) => ({ ok: true, value: apiErrorsIn(root) }));
  expect(errorsOf(rest)).toEqual([{ type: 'Unauthorized', message: 'm', data: null }]);
  expect(errorsOf(event)).toEqual([{ type: 'Invalid State', message: null, data: '22' }]);
  expect(errorsOf('<User/>')).toBeNull();
});

describe('hostile text', () => {
  test('a long answer is read in pieces with pauses, to the same end', async () => {
    const long = `<Users>${userXml('<x>\u{1F600}</x>').repeat(200)}</Users>`;
    let turns = 0;
    let reading = true;
    const others = (): void => {
      turns += 1;
      if (reading) setImmediate(others);
    };
    setImmediate(others);
    expect(await readLongXml(long)).toEqual(readXml(long));
    reading = false;
    expect(turns).toBeGreaterThan(3);
    expect(await readLongXml(long.slice(0, -3))).toEqual({ ok: false, condition: 'not-well-formed' });
    expect(await readLongXml('')).toEqual(readXml(''));
  });

  test.each([
    ['a DTD', '<!DOCTYPE a SYSTEM "http://x/"><a/>', 'restricted-xml'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', 'restricted-xml'],
    ['an unknown entity', '<a>&nbsp;</a>', 'not-well-formed'],
    ['half of it', '<a><b>', 'not-well-formed'],
    ['nothing', '', 'not-well-formed'],
    ['depth', '<a>'.repeat(50), 'policy-violation'],
    ['breadth', `<a>${'<b/>'.repeat(500_001)}</a>`, 'policy-violation'],
  ])('%s', (_what, xml, condition) => {
    expect(read(xml, readUser)).toBe(condition);
  });

  test('JSON too deep, too wide, or none', () => {
    expect(readJson(`${'['.repeat(60)}1${']'.repeat(60)}`)).toEqual({ ok: false, condition: 'policy-violation' });
    expect(readJson('{')).toEqual({ ok: false, condition: 'not-well-formed' });
    expect(readJson('7')).toEqual({ ok: false, condition: 'unexpected-content' });
  });

  const readers = [
    readSystemInfo,
    readUser,
    readUsers,
    readTeam,
    readConnectedUsers,
    readReasonCodes,
    readMaintenanceMode,
    readConfigInfo,
  ];

  test('mutilated answers are read or refused, never thrown at', () => {
    const whole = fc.constantFrom(systemInfoXml, userXml(), `<Users>${userXml()}</Users>`);
    const cuts = fc.record({
      xml: whole,
      at: fc.nat(2_000),
      drop: fc.nat(40),
      put: fc.oneof(fc.string(), fc.string({ unit: 'binary' })),
    });
    fc.assert(
      fc.property(cuts, ({ xml, at, drop, put }) => {
        const text = xml.slice(0, at) + put + xml.slice(at + drop);
        for (const reader of readers) read<unknown>(text, reader);
        readJson(text);
        readCounters(text, 'A');
        readBeanList(text);
        readDesktopConfig(text);
      }),
      { numRuns: 500 },
    );
  });

  test('any JSON is read or refused', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const root = readJson(json);
        if (root.ok) for (const reader of readers) reader(root.value);
        for (const attribute of ['A', null]) readCounters(json, attribute);
        readBeanList(json);
        readDesktopConfig(json);
      }),
      { numRuns: 500 },
    );
  });
});
