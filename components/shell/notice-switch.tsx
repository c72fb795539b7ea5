'use client';
/** How a viewer wants to be told of urgent incidents: a bell that opens two switches. */
import { ActionIcon, Button, Popover, Switch } from '@mantine/core';
import { IconBell, IconBellOff, IconBellRinging } from '@tabler/icons-react';
import { useNoticeSettings } from '../incidents/notice-context';
import classes from './notice-switch.module.css';

export function NoticeSwitch() {
  const { wishes, blocked } = useNoticeSettings();
  const Icon = wishes.sound ? (blocked ? IconBellOff : IconBellRinging) : IconBell;
  const state = wishes.sound ? (blocked ? 'sound waits for a click' : 'sound on') : 'sound off';
  const label = `Notices: ${state}`;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus width={300}>
      <Popover.Target>
        <ActionIcon variant="subtle" size={44} color="gray" aria-label={label} title={label}>
          <Icon size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Notices">
        <Wishes />
      </Popover.Dropdown>
    </Popover>
  );
}

function Wishes() {
  const { wishes, blocked, refusal, setSound, setDesktop, chime } = useNoticeSettings();
  return (
    <div className={classes.wishes}>
      <p className={classes.words}>An urgent incident that nobody has taken is shown on every page. Besides:</p>
      <Switch
        classNames={{ description: classes.words ?? '' }}
        label="Sound"
        description="Again each minute while a page is open"
        checked={wishes.sound}
        onChange={(e) => setSound(e.currentTarget.checked)}
      />
      <Switch
        classNames={{ description: classes.words ?? '' }}
        label="Notifications of this browser"
        description="Also while another window is in front"
        checked={wishes.desktop}
        onChange={(e) => setDesktop(e.currentTarget.checked)}
      />
      {wishes.sound && (
        <Button variant="default" size="sm" onClick={() => chime?.play()}>
          Hear it
        </Button>
      )}
      <p className={classes.words} role="status">
        {refusal ?? (blocked ? 'This browser is silent until you click or press a key.' : '')}
      </p>
    </div>
  );
}
