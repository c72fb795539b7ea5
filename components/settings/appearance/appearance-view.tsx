'use client';
/** How Holdfast looks and sounds in this browser; nobody else is concerned. */
import { Button, Radio, Switch, useMantineColorScheme } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { changeSettings, useSettings } from '../../agents/settings';
import { useNoticeSettings } from '../../incidents/notice-context';
import { useZone } from '../../live/live-context';
import form from '../form/form.module.css';
import classes from '../shell/page.module.css';

const schemes = [
  { value: 'auto', label: 'As the system says' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const densities = [
  { value: 'dense', label: 'Dense: 32 px a row' },
  { value: 'roomy', label: 'Roomy: 44 px a row' },
] as const;
const never = () => () => undefined;

export function Appearance() {
  return (
    <>
      <h1>Appearance</h1>
      <p className={classes.sentence}>
        For this browser alone: it is remembered here, and changes nothing for others or on another machine.
      </p>
      <Colours />
      <Density />
      <Times />
      <Sound />
    </>
  );
}

function Colours() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // What was chosen is known only to the browser.
  const shown = useSyncExternalStore<string>(
    never,
    () => colorScheme,
    () => 'auto',
  );
  return (
    <section className={classes.card}>
      <Radio.Group
        label="Colours"
        value={shown}
        onChange={(value) => setColorScheme(schemes.find((s) => s.value === value)?.value ?? 'auto')}
      >
        <div className={form.options}>
          {schemes.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
    </section>
  );
}

function Density() {
  const { density } = useSettings();
  return (
    <section className={classes.card}>
      <Radio.Group
        label="List of agents"
        value={density}
        onChange={(value) => changeSettings({ density: value === 'roomy' ? 'roomy' : 'dense' })}
      >
        <div className={form.options}>
          {densities.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
    </section>
  );
}

function Times() {
  const { serverZone } = useZone();
  const zone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => serverZone,
  );
  return (
    <section className={classes.card} aria-labelledby="times">
      <h2 id="times">Times</h2>
      <p className={classes.sentence}>
        Shown in the zone of this browser, {zone}; the time in the zone of Holdfast, {serverZone}, stands in the
        tooltip. The zone is set in the system of your machine.
      </p>
    </section>
  );
}

function Sound() {
  const { wishes, refusal, blocked, setSound, setDesktop, chime } = useNoticeSettings();
  return (
    <section className={classes.card} aria-labelledby="sound">
      <h2 id="sound">Notices</h2>
      <p className={classes.sentence}>An urgent incident that nobody has taken is shown on every page. Besides:</p>
      <Switch
        label="Sound"
        description="Again each minute while a page is open"
        checked={wishes.sound}
        onChange={(e) => setSound(e.currentTarget.checked)}
      />
      <Switch
        label="Notifications of this browser"
        description="Also while another window is in front"
        checked={wishes.desktop}
        onChange={(e) => setDesktop(e.currentTarget.checked)}
      />
      {wishes.sound && (
        <div className={classes.actions}>
          <Button variant="default" size="sm" onClick={() => chime?.play()}>
            Hear it
          </Button>
        </div>
      )}
      <p className={classes.detail} role="status">
        {refusal ?? (blocked ? 'This browser is silent until you click or press a key.' : '')}
      </p>
    </section>
  );
}
