'use client';
/** The links that open the wall without a sign-in. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EpochMs, WallLink } from '#contract';
import people from '../people/list/people-list.module.css';
import { useBasePath } from '../people/viewer-context';
import classes from './access.module.css';
import { AddLink, type KnownCluster } from './add-link';
import { AccessLife } from './life';
import { lifeSentence } from './model';
import { Revoke } from './revoke';

const words = { one: 'link', many: 'links', none: 'There is no link: the wall is for those who sign in.' };

interface Props {
  at: EpochMs;
  links: readonly WallLink[];
  known: readonly KnownCluster[];
}

export function LinksView({ at, links, known }: Props) {
  const basePath = useBasePath();
  const [adding, setAdding] = useState(false);
  return (
    <div className={people.page}>
      <div className={people.head}>
        <div>
          <h1>Viewer links</h1>
          <p className={people.sentence}>{lifeSentence(words, links, at)}</p>
        </div>
        <div className={people.row}>
          <Button component="a" href={`${basePath}/wall`} variant="default">
            See the wall
          </Button>
          {!adding && <Button onClick={() => setAdding(true)}>Make a link</Button>}
        </div>
      </div>
      {adding && <AddLink known={known} onClose={() => setAdding(false)} />}
      <p className={people.detail}>
        A link opens the wall on a screen that nobody signs in on. It shows figures only: no name and no login id; small
        teams are counted in their cluster alone.
      </p>
      {links.length > 0 && (
        <ul className={people.list} aria-label="Links">
          {links.map((link) => (
            <LinkItem key={link.id} of={link} at={at} known={known} />
          ))}
        </ul>
      )}
    </div>
  );
}

function LinkItem({ of, at, known }: { of: WallLink; at: EpochMs; known: readonly KnownCluster[] }) {
  const url = `${useBasePath()}/api/v1/links/${of.id}`;
  const names = of.clusters?.map((key) => known.find((c) => c.key === key)?.name ?? key).join(', ');
  return (
    <li className={people.item}>
      <div className={classes.item}>
        <div>
          <h2>{of.name}</h2>
          <p className={people.detail}>{names ?? 'Every cluster'}</p>
        </div>
        <div>
          <AccessLife of={of} at={at} />
        </div>
        <Revoke name={of.name} url={url} effect="Screens that were opened with it go dark within seconds." />
      </div>
    </li>
  );
}
