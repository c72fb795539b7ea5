'use client';
/** The last handshakes of a target that failed, line by line, one per condition; secrets were blotted out before they were kept. */
import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { EpochMs, HandshakeTranscript, TargetKey, TranscriptLine } from '#contract';
import { copied } from '../agent/clipboard';
import { Panel, PanelEmpty } from '../board/panel';
import { failureSentence } from '../format/failure-sentence';
import { browserTime } from '../live/browser-time';
import { useApi } from '../live/live-context';
import { Moment } from '../session/moment';
import classes from './transcript-panel.module.css';

interface Props {
  targetKey: TargetKey;
  /** When an attempt failed last, as far as the page knows: then they are asked for again. */
  failedAt: EpochMs | null;
}

/** They are written a little after the failure is told. */
const WRITTEN_MS = 2_500;

export function TranscriptPanel({ targetKey, failedAt }: Props) {
  const api = useApi();
  const [transcripts, setTranscripts] = useState<readonly HandshakeTranscript[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new failure is the reason to ask again
  useEffect(() => {
    let gone = false;
    const cancel = browserTime.after(transcripts === null ? 0 : WRITTEN_MS, async () => {
      const fresh = await api.transcripts(targetKey);
      if (!gone && fresh !== null) setTranscripts(fresh);
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [api, targetKey, failedAt]);
  return (
    <Panel title="Last failing handshake" rule="the last of each condition, newest first">
      {transcripts === null && <PanelEmpty>Asking for it …</PanelEmpty>}
      {transcripts?.length === 0 && <PanelEmpty>No attempt to connect has failed since this is kept.</PanelEmpty>}
      {transcripts?.map((t, n) => (
        <Transcript key={`${t.failure.kind} ${t.failure.condition}`} transcript={t} open={n === 0} />
      ))}
    </Panel>
  );
}

function Transcript({ transcript: t, open }: { transcript: HandshakeTranscript; open: boolean }) {
  const [said, setSaid] = useState('');
  const text = [
    `${t.targetKey}, ${new Date(t.at).toISOString()}, ${failureSentence(t.failure)}`,
    ...t.lines.map(lineText),
  ];
  return (
    <details className={classes.transcript} open={open}>
      <summary>
        {failureSentence(t.failure)}, <Moment at={t.at} />
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
      <section className={classes.scroll} tabIndex={0} aria-label={`Handshake: ${failureSentence(t.failure)}`}>
        <ol className={classes.lines}>
          {t.lines.map((line, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one handshake never change
            <li key={n} data-from={line.from}>
              <span className={classes.ms}>{line.atMs.toFixed(1)} ms</span>
              <span>{words[line.from]}</span>
              <code>{line.text}</code>
            </li>
          ))}
        </ol>
      </section>
      {t.leftOut > 0 && <p className={classes.said}>{t.leftOut} more lines were left out.</p>}
      <p className={classes.copy}>
        <Button
          variant="default"
          size="xs"
          className={classes.touch}
          leftSection={<IconCopy size={14} aria-hidden="true" />}
          onClick={async () => setSaid((await copied(text.join('\n'))) ? 'Copied.' : 'The browser did not allow it.')}
        >
          Copy
        </Button>
        <span role="status" className={classes.said}>
          {said}
        </span>
      </p>
    </details>
  );
}

const words: Record<TranscriptLine['from'], string> = { us: 'we', peer: 'server', wire: 'wire' };

const lineText = (line: TranscriptLine): string =>
  `${line.atMs.toFixed(1).padStart(9)} ms  ${words[line.from].padEnd(6)}  ${line.text}`;
