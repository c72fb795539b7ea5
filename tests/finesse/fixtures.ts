/** Answers and notifications of Finesse, composed after FINESSE.md with values of our own. */
import type { Element } from '@xmpp/xml';
import { Element as XmlElement } from '@xmpp/xml';

/** FINESSE §1.2 with the fields of 12.6(2). */
export const systemInfoXml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<SystemInfo>
  <currentTimestamp>2026-11-20T09:15:22.127Z</currentTimestamp>
  <deploymentType>UCCE</deploymentType>
  <primaryNode><host>fin-a.example.com</host><httpsPort>8445</httpsPort><xmppPort>5222</xmppPort><xmppSecurePort>5223</xmppSecurePort></primaryNode>
  <secondaryNode><host>fin-b.example.com</host></secondaryNode>
  <status>IN_SERVICE</status> <statusReason/>
  <lastCTIHeartbeatStatus>success</lastCTIHeartbeatStatus>
  <lastSuccessCTIHeartbeatTime>2026-11-20T09:15:20.000Z</lastSuccessCTIHeartbeatTime>
  <ctiHeartbeatInterval>5</ctiHeartbeatInterval>
  <ctiServers><ctiServer><host>10.0.0.9</host><connectedDuration>812</connectedDuration><active>true</active></ctiServer></ctiServers>
  <finesseMMode/><finesseTimeInMMode>-1</finesseTimeInMMode>
  <systemAuthMode>NON_SSO</systemAuthMode>
  <timezoneOffset>330</timezoneOffset>
  <uri>/finesse/api/SystemInfo</uri>
  <xmppDomain>fin-a.example.com</xmppDomain>
  <xmppPubSubDomain>pubsub.fin-a.example.com</xmppPubSubDomain>
</SystemInfo>`;

/** A whole user, with the reason in the case of either API. */
export const userXml = (fields = '', reason = 'ReasonCode'): string => `<User>
  <uri>/finesse/api/User/6021</uri><roles><role>Agent</role><role>Supervisor</role></roles>
  <loginId>6021</loginId><loginName>mlima</loginName><state>NOT_READY</state>
  <stateChangeTime>2026-11-20T09:12:33.127Z</stateChangeTime><pendingState/>
  <reasonCodeId>-1</reasonCodeId>
  <${reason}><category>NOT_READY</category><uri>/finesse/api/ReasonCode/-1</uri><code>50002</code>
    <label>Connection Failure</label><forAll>true</forAll><systemCode>true</systemCode><id>-1</id></${reason}>
  <settings><wrapUpOnIncoming>OPTIONAL</wrapUpOnIncoming></settings>
  <extension>26021</extension><mobileAgent><mode/><dialNumber/></mobileAgent>
  <firstName>Marta</firstName><lastName>Lima &amp; Sons</lastName><teamId>7</teamId><teamName>Billing</teamName>
  <dialogs>/finesse/api/User/6021/Dialogs</dialogs>
  <teams><Team><uri>/finesse/api/Team/7</uri><id>7</id><name>Billing</name></Team>
    <Team><uri>/finesse/api/Team/8</uri><name>Cards</name></Team></teams>${fields}
</User>`;

export const update = (data: string, event = 'PUT', rest = '<requestId></requestId>'): string =>
  `<Update><data>${data}</data><event>${event}</event>${rest}<source>/finesse/api/User/6021</source></Update>`;

export const DOMAIN = 'pubsub.fin-a.example.com';

/** The message around a payload: FINESSE §3.2. @param payload null: an empty item */
export function message(
  feed: string,
  payload: string | null,
  { ns = 'urn:xmpp:push:0', from = DOMAIN }: { ns?: string; from?: string } = {},
): Element {
  const stanza = new XmlElement('message', { from, to: '6021@fin-a.example.com', id: `${feed}__6021@x__K7hYF` });
  const item = stanza
    .c('event', { xmlns: 'http://jabber.org/protocol/pubsub#event' })
    .c('items', { node: feed })
    .c('item', { id: 'b2f4' });
  if (payload !== null) item.c('notification', { xmlns: ns }).t(payload);
  return stanza;
}
