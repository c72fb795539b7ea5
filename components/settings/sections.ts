/** The sections of the settings, in order, for those who may see them; a new one joins here. */
import { may, type Permission, type Viewer } from '#contract';

export const sectionGroups = ['Monitoring', 'Alerting', 'Data', 'Access', 'Holdfast'] as const;
export type SectionGroup = (typeof sectionGroups)[number];

export interface Section {
  href: string;
  name: string;
  /** What is found there, for the overview. */
  about: string;
  group: SectionGroup;
  needs: Permission;
}

export const sections: readonly Section[] = [
  {
    ...{ href: '/settings/clusters', name: 'Clusters and servers', group: 'Monitoring', needs: 'configure' },
    about: 'What Holdfast watches: Finesse pairs and XMPP services, with their accounts.',
  },
  {
    ...{ href: '/settings/targets', name: 'Targets', group: 'Monitoring', needs: 'configure' },
    about: 'Every session that Holdfast holds: pause, resume, reconnect, several at once.',
  },
  {
    ...{ href: '/settings/teams', name: 'Teams', group: 'Monitoring', needs: 'configure' },
    about: 'The teams that the servers report, their sites, and who supervises them.',
  },
  {
    ...{ href: '/settings/channels', name: 'Channels', group: 'Alerting', needs: 'configure' },
    about: 'How people are told of incidents: mail, chat, pagers, webhooks.',
  },
  {
    ...{ href: '/settings/notify', name: 'Notices', group: 'Alerting', needs: 'configure' },
    about: 'The public address for links, the heartbeat, and service hours.',
  },
  {
    ...{ href: '/settings/retention', name: 'Retention', group: 'Data', needs: 'configure' },
    about: 'How long what is kept, and in which detail.',
  },
  {
    ...{ href: '/settings/privacy', name: 'Privacy', group: 'Data', needs: 'configure' },
    about: 'What is stored of people, and the sheet for a works council.',
  },
  {
    ...{ href: '/settings/backup', name: 'Backup', group: 'Data', needs: 'configure' },
    about: 'Copies of the history, by schedule and by hand.',
  },
  {
    ...{ href: '/settings/people', name: 'People', group: 'Access', needs: 'administer' },
    about: 'Who may sign in, in which role, for which teams.',
  },
  {
    ...{ href: '/settings/single-sign-on', name: 'Single sign-on', group: 'Access', needs: 'administer' },
    about: 'A provider that vouches for people, and what its groups may here.',
  },
  {
    ...{ href: '/settings/keys', name: 'API keys', group: 'Access', needs: 'administer' },
    about: 'Keys for other programs, with a scope and an end.',
  },
  {
    ...{ href: '/settings/links', name: 'Viewer links', group: 'Access', needs: 'administer' },
    about: 'Read-only addresses for a wall: figures, never names.',
  },
  {
    ...{ href: '/settings/audit', name: 'Audit log', group: 'Access', needs: 'administer' },
    about: 'Who changed or saw what, when and from where.',
  },
  {
    ...{ href: '/settings/appearance', name: 'Appearance', group: 'Holdfast', needs: 'see-figures' },
    about: 'Colours, density, times and sound of this browser.',
  },
  {
    ...{ href: '/settings/file', name: 'Configuration file', group: 'Holdfast', needs: 'configure' },
    about: 'Everything as one file: take it away, or take one over.',
  },
  {
    ...{ href: '/api-docs', name: 'API', group: 'Holdfast', needs: 'configure' },
    about: 'What other programs can ask, and how.',
  },
];

export interface SectionGroupOf {
  name: SectionGroup;
  sections: readonly Section[];
}

/** Without groups in which nothing is theirs. */
export function sectionsOf(viewer: Pick<Viewer, 'role' | 'teams'>): SectionGroupOf[] {
  return sectionGroups
    .map((name) => ({ name, sections: sections.filter((s) => s.group === name && may(viewer, s.needs)) }))
    .filter((group) => group.sections.length > 0);
}
