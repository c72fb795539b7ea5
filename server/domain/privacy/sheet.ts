/** The sheet for a works council: what is processed of people, why, how long and who sees it, from the settings in force. Pure. */
import type { EpochMs, PrivacySheet, RunningPrivacy, SheetPart } from '#contract';

export interface SheetFacts {
  running: RunningPrivacy;
  at: EpochMs;
  version: string;
  /** Names of the clusters whose agents are watched. */
  watched: readonly string[];
  /** What else may reach people's ears: how many channels tell of incidents. */
  channels: number;
}

const days = (n: number): string => {
  if (n === 1) return '1 day';
  const years = n / 366;
  return Number.isInteger(years) && years > 1 ? `${years} years` : `${n} days`;
};

const text = (words: string): SheetPart => ({ is: 'text', text: words });

export function sheetOf(facts: SheetFacts): PrivacySheet {
  const { running, at, version, watched } = facts;
  const where = watched.length === 0 ? 'no cluster yet' : watched.join(', ');
  return {
    title: 'Holdfast and the people who are watched',
    about: `Made on ${new Date(at).toISOString().slice(0, 10)} by Holdfast ${version} from the settings in force. Watched: ${where}.`,
    sections: [
      { heading: 'Purpose', parts: purpose },
      { heading: 'What is processed, and how long it is kept', parts: [processed(running), text(afterwards(running))] },
      { heading: 'What is never stored', parts: [never(running)] },
      { heading: 'Who sees what', parts: [whoSees, text(whoLooked(running))] },
      { heading: 'Rights and measures', parts: [measures(facts)] },
    ],
  };
}

const purpose: readonly SheetPart[] = [
  text(
    'Holdfast finds faults of the connection between agents’ desktops and the contact centre, warns before a lost connection takes an agent out of work, and keeps the evidence that those who run the network and the servers need. It is not made to judge people: there is no ranking, no score, no report and no export about a single agent, and no figure on attendance, adherence or performance.',
  ),
];

function processed({ kept, agentStates }: RunningPrivacy): SheetPart {
  const named = `${days(kept.nameDays)} by name, then under a pseudonym up to ${days(kept.pseudonymDays)}, then for the team only`;
  const states: readonly string[] =
    agentStates === 'all'
      ? [
          'States (Ready, Not Ready, …): every one, because the full lane is switched on',
          'To follow faults over whole days',
          named,
        ]
      : [
          'States (Ready, Not Ready, …) from 5 minutes before to 15 minutes after a lost connection',
          'To tell what a fault cost, and how it ended',
          named,
        ];
  return {
    ...{ is: 'table', name: 'Data, purpose and time', head: ['Data', 'What for', 'Kept'] },
    rows: [
      [
        'Login id, name, team, site and extension from the directory of the contact centre',
        'To say whose connection is lost, and to whom it matters',
        `While in the directory; afterwards up to ${days(kept.nameDays)}`,
      ],
      [
        'Connection: connected, unstable, at risk, forced out; when, by which server, and how it ended',
        'To warn in time, and to find the cause',
        named,
      ],
      [
        'State of this moment, and whether a call is going on',
        'To say what is at stake now',
        'One row, overwritten by the next',
      ],
      states,
      [
        'How many agents of a team were connected, by the minute',
        'To compare hours and days, without a name',
        `${days(kept.countDays)}, by ten minutes ${days(kept.tenMinuteDays)}, by hour and day ${days(kept.dayDays)}`,
      ],
      ['Incidents: counts by team, what was done, notes', 'To review an outage', days(kept.incidentDays)],
      [
        'Who was told of an incident, and whether that succeeded',
        'To prove that somebody was told',
        days(kept.deliveryDays),
      ],
      ['Sign-ins, changes and views by users of Holdfast', 'To account for who did and saw what', days(kept.auditDays)],
    ],
  };
}

function afterwards({ kept, smallestTeam }: RunningPrivacy): string {
  return `After ${days(kept.nameDays)} a name and login id become a pseudonym that only the key of this installation ties to a person; after ${days(kept.pseudonymDays)} nothing but the team is left. Whoever has left is taken out of notes and of the audit log as well. In figures older than ${days(kept.nameDays)}, and in monthly reports, teams with fewer than ${smallestTeam} agents are told together. What is deleted does not stay: in an SQLite file it is overwritten, PostgreSQL clears it away, and a backup made afterwards does not hold it.`;
}

function never({ agentStates }: RunningPrivacy): SheetPart {
  return {
    is: 'list',
    items: [
      'Reasons that agents choose for Not Ready (breaks and the like): they are not read into anything that is stored.',
      'Calls and dialogs: no number, no party, no length, no recording, no text.',
      ...(agentStates === 'all' ? [] : ['States of an ordinary day: only those around a lost connection.']),
      'What is on a desktop: no keystroke, no screen, no address that was opened.',
      'Scores, rankings, comparisons of agents, and exports about one agent.',
    ],
  };
}

const whoSees: SheetPart = {
  ...{ is: 'table', name: 'Roles', head: ['Role', 'Sees', 'May'] },
  rows: [
    ['Viewer, and a link for a wall', 'Figures now; no name', 'Nothing'],
    ['Supervisor', 'Agents of the own teams by name, and incidents as far as they concern them', 'Look'],
    [
      'Operator',
      'All teams, unless limited to some; incidents, rules, reports',
      'Acknowledge, note, silence; take a bundle away, which holds pseudonyms unless names are asked for',
    ],
    ['Administrator', 'Everything above, people and the audit log', 'Change settings, these included'],
  ],
};

function whoLooked({ kept }: RunningPrivacy): string {
  return `Opening the history of a named agent is recorded with who, when and from where, and so is every bundle and every change of these settings: in the audit log, under Settings, for ${days(kept.auditDays)}. Another team’s agents never reach the browser of who is limited to some teams; names of teams are seen by everybody who sees the servers.`;
}

function measures({ channels, running }: SheetFacts): SheetPart {
  return {
    is: 'list',
    items: [
      'A person can be forgotten at once with «npm run forget», pseudonyms, notes and audit log included; that it was done is recorded, not of whom.',
      channels === 0
        ? 'Nobody outside is told of incidents: there is no channel.'
        : `Messages of incidents go to ${channels === 1 ? 'one channel' : `${channels} channels`}. They count agents and name teams, never a person.`,
      'Holdfast reads only: it signs nobody in or out, changes no state, and uses accounts of its own.',
      'Everything stays in the database of this installation; passwords and tokens are encrypted, sign-in takes a second factor where it is set up.',
      ...(running.agentStates === 'all'
        ? ['The full lane of states is switched on. Switching it on and off is in the audit log.']
        : []),
    ],
  };
}

/** The same as Markdown, tables included. */
export function sheetMarkdown({ title, about, sections }: PrivacySheet): string {
  const cell = (words: string) => words.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const part = (p: SheetPart): string => {
    switch (p.is) {
      case 'text':
        return p.text;
      case 'list':
        return p.items.map((item) => `- ${item}`).join('\n');
      case 'table':
        return [row(p.head), row(p.head.map(() => '---')), ...p.rows.map(row)].join('\n');
    }
  };
  const blocks = sections.flatMap(({ heading, parts }) => [`## ${heading}`, ...parts.map(part)]);
  return `${[`# ${title}`, about, ...blocks].join('\n\n')}\n`;
}
