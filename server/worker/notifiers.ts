/** The notifier of each channel that the configuration names. */
import { createEmail } from '../alert/notifiers/email';
import { createHttp } from '../alert/notifiers/http';
import { createNtfy } from '../alert/notifiers/ntfy';
import { createPagerDuty } from '../alert/notifiers/pagerduty';
import type { Notifier } from '../alert/notifiers/port';
import { createSlack } from '../alert/notifiers/slack';
import { createTeams } from '../alert/notifiers/teams';
import { createWebex } from '../alert/notifiers/webex';
import { createWebhook } from '../alert/notifiers/webhook';
import { createXmpp } from '../alert/notifiers/xmpp';
import type { ChannelWay } from '../config/channels';
import { type Time, wallNow } from '../time/time';
import { openSession } from '../xmpp/session';

export function notifierOf(way: ChannelWay, time: Time): Notifier {
  const http = createHttp({ now: () => wallNow(time), trust: way.trust });
  switch (way.kind) {
    case 'webhook':
      return createWebhook(way, http);
    case 'slack':
      return createSlack(way, http);
    case 'teams':
      return createTeams(way, http);
    case 'webex':
      return createWebex(way, http);
    case 'pagerduty':
      return createPagerDuty(way, http);
    case 'ntfy':
      return createNtfy(way, http);
    case 'xmpp':
      return createXmpp(way, openSession, time);
    case 'email':
      return createEmail({ ...way, ca: way.trust.ca ?? null });
  }
}
