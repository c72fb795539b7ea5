'use client';
/** The story of one disconnect step by step, and the list of those of the last 30 days to choose from. */
import { beganAt, type Disconnect } from '#contract';
import { HealthMark } from '../health/mark';
import { agentName } from '../health/words';
import { Moment } from '../session/moment';
import classes from './agent-page.module.css';
import { CopyStory } from './copy-story';
import { disconnectWords, markOf } from './disconnect-words';
import { StoryList } from './story-list';

interface Props {
  disconnects: readonly Disconnect[];
  chosenId: string | null;
  clusterName: string;
  onChoose: (id: string) => void;
}

export function DisconnectsPanel({ disconnects, chosenId, clusterName, onChoose }: Props) {
  const chosen = disconnects.find((d) => d.id === chosenId) ?? disconnects[0];
  if (chosen === undefined)
    return (
      <section className={classes.panel} aria-labelledby="story-title">
        <h2 id="story-title">Disconnects</h2>
        <p className={classes.quiet}>None in the last 30 days, as far as it was observed.</p>
      </section>
    );
  return (
    <div className={classes.pair}>
      <section className={classes.panel} aria-labelledby="story-title">
        <div className={classes.panelHead}>
          <h2 id="story-title">
            {chosen.closedAt === null ? 'Disconnect, going on, ' : 'Disconnect of '}
            <Moment at={beganAt(chosen)} />
          </h2>
          <CopyStory disconnect={chosen} clusterName={clusterName} />
        </div>
        <StoryList disconnect={chosen} />
        <p className={classes.quiet}>{evidenceWords(chosen)}</p>
      </section>
      <section className={classes.panel} aria-labelledby="earlier-title">
        <h2 id="earlier-title">Disconnects of the last 30 days</h2>
        <ul className={classes.list}>
          {disconnects.map((d) => (
            <li key={d.id}>
              <button
                type="button"
                className={classes.choice}
                aria-current={d.id === chosen.id ? 'true' : undefined}
                onClick={() => onChoose(d.id)}
              >
                <HealthMark kind={markOf(d)} size={12} />
                <Moment at={beganAt(d)} />
                <span className={classes.choiceWords}>{disconnectWords(d)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** `As Ana Ortiz of Billing, Lyon, ext. 2004, by 12.6.2, UCCE: the team, site and profile of that moment.` */
function evidenceWords(d: Disconnect): string {
  const { profile } = d;
  const place = [d.teamName, d.site, d.extension === null ? null : `ext. ${d.extension}`].filter(Boolean).join(', ');
  const load = profile.load === null ? null : `LOAD=${profile.load}`;
  const by = [profile.release, profile.deployment, load, `${profile.graceMs / 1000} s of grace`]
    .filter(Boolean)
    .join(', ');
  const group = d.groupId === null ? '' : ' It was part of a group disconnect.';
  return `At that time: ${agentName(d)} in ${place}; ${by}.${group}`;
}
