'use client';
/** Gives the page its link, its beat and its zone; all live hooks live here. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { EpochMs, ObserverView } from '#contract';
import { type Api, createApi } from './api';
import { browserTime } from './browser-time';
import { createLink, type Link } from './link';
import { createLivePage, type LivePage, type Numbered, type PageSpec } from './live-page';
import { createTicker, type Ticker } from './ticker';
import { type LinkView, type Trust, trustOf, unlinked } from './trust';

interface Live {
  /** null while rendering on the server, and for who follows nothing. */
  link: Link | null;
  ticker: Ticker | null;
  api: Api;
  /** The server's zone, which both sides use until the browser has taken over. */
  serverZone: string;
}

const LiveContext = createContext<Live | null>(null);
const never = () => () => undefined;

interface LiveProviderProps {
  basePath: string;
  serverZone: string;
  renderedAt: EpochMs;
  /** Whether there is anything for them to follow; without it no ticket is asked for. */
  follows: boolean;
  children: ReactNode;
}

export function LiveProvider({ basePath, serverZone, renderedAt, follows, children }: LiveProviderProps) {
  const [live] = useState<Live>(() => {
    const api = createApi(basePath);
    if (typeof window === 'undefined') return { link: null, ticker: null, api, serverZone };
    if (!follows) return { link: null, ticker: createTicker(browserTime, browserTime.now), api, serverZone };
    return { ...wiresOfThisTab(basePath, renderedAt, api), api, serverZone };
  });
  return <LiveContext value={live}>{children}</LiveContext>;
}

let wires: { link: Link; ticker: Ticker } | null = null;

/** React may begin to render a tree many times before it keeps one: the tab's socket is opened once all the same. */
function wiresOfThisTab(basePath: string, renderedAt: EpochMs, api: Api): { link: Link; ticker: Ticker } {
  if (wires === null) {
    const link = createLink(browserTime, { basePath, renderedAt, fetchTicket: api.liveTicket });
    wires = { link, ticker: createTicker(browserTime, link.now) };
  }
  return wires;
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('LiveProvider is missing');
  return live;
}

export function useApi(): Api {
  return useLive().api;
}

export function useLinkView(): LinkView {
  const { link } = useLive();
  return useSyncExternalStore(link?.onChange ?? never, link?.view ?? (() => unlinked), () => unlinked);
}

/** Server time, moving once a second; `initial` until the browser has taken over. */
export function useTick(initial: EpochMs): EpochMs {
  const { ticker } = useLive();
  return useSyncExternalStore(ticker?.onTick ?? never, ticker?.now ?? (() => initial), () => initial);
}

/** The zone to show times in: the server's until the browser has taken over, then the viewer's (undefined). */
export function useZone(): { zone: string | undefined; serverZone: string } {
  const { serverZone } = useLive();
  const zone = useSyncExternalStore<string | undefined>(
    never,
    () => undefined,
    () => serverZone,
  );
  return { zone, serverZone };
}

interface PageClock {
  at: EpochMs;
  frozenAt: EpochMs | null;
}

const PageClockContext = createContext<PageClock>({ at: 0, frozenAt: null });

/** Below it, `useNow` counts from the snapshot's time, and stands still while the page is stale. */
export function PageClockProvider(props: { at: EpochMs; trust: Trust; children: ReactNode }) {
  // A page that knows of no later time shows that one; when nobody measures, time goes on and is unknown.
  const frozenAt = props.trust.kind === 'stale' ? props.trust.since : null;
  return <PageClockContext value={{ at: props.at, frozenAt }}>{props.children}</PageClockContext>;
}

/** The one clock for ages and countdowns. */
export function useNow(): EpochMs {
  const { at, frozenAt } = useContext(PageClockContext);
  const now = useTick(at);
  return frozenAt ?? now;
}

export function useTrust(page: { at: EpochMs; observer: ObserverView | null }): Trust {
  const link = useLinkView();
  const now = useTick(page.at);
  return trustOf(link, page, now);
}

/** The page's model, kept current for as long as the component is mounted. */
export function useLivePage<S extends Numbered, M>(spec: PageSpec<S, M>, snapshot: S): M {
  const page = useLiveStore(spec, snapshot);
  return useSyncExternalStore(page.onChange, page.model, page.model);
}

/** The same without drawing anything again: for views of thousands, each part of which asks for its own. */
export function useLiveStore<S extends Numbered, M>(spec: PageSpec<S, M>, snapshot: S): LivePage<M> {
  const { link } = useLive();
  const [page] = useState(() => createLivePage(spec, snapshot, link ?? deadLink, browserTime));
  useEffect(() => page.start(), [page]);
  return page;
}

const deadLink: Pick<Link, 'attach' | 'request' | 'leave'> = {
  attach: never,
  request: async () => null,
  leave: () => undefined,
};
