'use client';
/** The tab's one list of incidents: the header's count and the pages read it. */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type IncidentsSnapshot, incidentTopicsOf, type Topic } from '#contract';
import { browserTime } from '../live/browser-time';
import { useApi, useLivePage } from '../live/live-context';
import { useMay, useViewer } from '../people/viewer-context';
import { foldIncidents, type IncidentsModel, incidentsModel } from './model';

const IncidentsContext = createContext<IncidentsModel | null>(null);
const RETRY_MS = 10_000;

export function IncidentsProvider({ children }: { children: ReactNode }) {
  const api = useApi();
  const viewer = useViewer();
  const theirs = useMay('see-incidents');
  const [snapshot, setSnapshot] = useState<IncidentsSnapshot | null>(null);
  const [model, setModel] = useState<IncidentsModel | null>(null);
  useEffect(() => {
    if (!theirs) return;
    let gone = false;
    let cancel: () => void = () => undefined;
    async function load(): Promise<void> {
      const first = await api.incidents();
      if (gone) return;
      if (first === null) cancel = browserTime.after(RETRY_MS, () => void load());
      else setSnapshot(first);
    }
    void load();
    return () => {
      gone = true;
      cancel();
    };
  }, [api, theirs]);
  return (
    <IncidentsContext value={model}>
      {snapshot !== null && <Feed snapshot={snapshot} topics={incidentTopicsOf(viewer)} onModel={setModel} />}
      {children}
    </IncidentsContext>
  );
}

interface FeedProps {
  snapshot: IncidentsSnapshot;
  topics: Topic[];
  onModel: (model: IncidentsModel) => void;
}

function Feed({ snapshot, topics, onModel }: FeedProps) {
  const api = useApi();
  const model = useLivePage(
    {
      model: incidentsModel,
      topics: () => topics,
      fold: foldIncidents,
      outdated: () => false,
      load: () => api.incidents(),
    },
    snapshot,
  );
  useEffect(() => onModel(model), [model, onModel]);
  return null;
}

/** null: not loaded yet. */
export function useIncidents(): IncidentsModel | null {
  return useContext(IncidentsContext);
}
